"""What an installation can set, from environment variables that begin with WEIQUAN_."""

from functools import lru_cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """One installation. Everything has a default that works for one office on one machine."""

    model_config = SettingsConfigDict(env_prefix="WEIQUAN_", extra="ignore")

    home: Path = Path("var")
    database_url: str | None = None
    prefect_database_url: str | None = None
    prefect_api_url: str | None = None
    use_prefect: bool = True
    secret_key: str | None = Field(default=None, description="32 bytes in hex; made in the home folder if absent")

    host: str = "127.0.0.1"
    port: int = 8000
    prefect_port: int = 4200
    public_url: str | None = None
    secure_cookies: bool = False
    workers: int = 1
    log_json: bool = False
    sentry_dsn: str | None = None
    environment: str = "office"

    office_name: str = "西宁市总工会"
    office_short: str = "宁工"
    office_region: str = "QH"
    office_level: str = "city"

    smtp_host: str | None = None
    smtp_port: int = 25
    smtp_user: str | None = None
    smtp_password: str | None = None
    smtp_starttls: bool = False
    mail_from: str = "weiquan@localhost"

    print_seal: bool = Field(default=False, description="the picture of the seal on printed letters")
    e_seal: str | None = Field(default=None, description="package.module:factory of an electronic seal service")

    tick_seconds: float = 2.0
    sqlite_synchronous: str = "FULL"
    fonts_dir: Path | None = None
    files_dir: Path | None = Field(default=None, description="kept files; in the home folder if absent")
    file_limit_mb: int = Field(default=50, ge=1)
    file_types: str = Field(default="", description="media types taken, with commas between; all known ones if empty")

    @property
    def url(self) -> str:
        """The address of the business database."""
        if self.database_url:
            return self.database_url.replace("postgresql://", "postgresql+psycopg://", 1)
        return f"sqlite:///{(self.home / 'weiquan.db').resolve()}"

    @property
    def origin(self) -> str:
        """How people reach the console, for links in mails."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")


@lru_cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
