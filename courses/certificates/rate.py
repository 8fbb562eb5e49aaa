"""How often an address may check numbers, and report forgeries."""

from datetime import timedelta

from lms.rate import Limit

CHECKS = Limit("certificate-checks", 60, timedelta(minutes=1))
REPORTS = Limit("forgery-reports", 10, timedelta(hours=1))
