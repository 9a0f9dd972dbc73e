"""What mail servers write back."""

from __future__ import annotations


def notification(message_id, *, action="delivered", status="2.0.0", headers_only=False):
    """A delivery status notification (RFC 3464) for the message with our id."""
    returned = "text/rfc822-headers" if headers_only else "message/rfc822"
    return (
        "From: mailer-daemon@example.net\r\nTo: privacy@example.com\r\nSubject: Delivery status\r\n"
        "Date: Tue, 24 Nov 2026 14:06:00 +0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="cut"\r\n\r\n'
        "--cut\r\nContent-Type: text/plain\r\n\r\nThis is the mail system.\r\n"
        "--cut\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example.net\r\n\r\n"
        f"Final-Recipient: rfc822; alex@example.org\r\nAction: {action}\r\nStatus: {status}\r\n\r\n"
        f"--cut\r\nContent-Type: {returned}\r\n\r\nMessage-ID: <{message_id}@example.com>\r\nSubject: About your data\r\n\r\n"
        "--cut--\r\n"
    ).encode()
