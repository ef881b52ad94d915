"""What the law says: dated time limits, the working calendar, periods and certificates. Pure: no database, no clock."""
