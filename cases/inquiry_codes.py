"""Closed lists of an investigation 监督调查: what it found, what was taken, how talking went."""

from cases.codes import _codes

INQUIRY_FINDING = _codes(breach="存在违法事实", none="未发现违法事实")

EVIDENCE_COPY = _codes(original="原件", copy="复制件", photo="照片、录像", electronic="电子数据")

CONSULTATION_RESULT = _codes(agreed="达成一致", partly="部分达成一致", failed="未达成一致", refused="用人单位不愿协商")

NOTICE_WAY = _codes(face="当面告知", paper="书面告知", phone="电话告知", electronic="电子方式告知")

CONSENT_WAY = _codes(written="书面", message="短信、微信", phone="电话（有录音）", face="当面（有笔录）")
