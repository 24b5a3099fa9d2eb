"""The links of invitations: made of the case and the installation's key, kept only as a digest."""

from __future__ import annotations

import hashlib
import uuid
from uuid import UUID

from django.utils.crypto import salted_hmac


def token_of(case: UUID) -> str:
    """The token of a case's invitation: nobody guesses it without the installation's key, and it need not be kept."""
    digest = salted_hmac("motcua.surveys", str(case), algorithm="sha256").digest()
    return uuid.UUID(bytes=digest[:16]).hex


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
