"""Every setting, read once, frozen. The environment wins over ``responder.toml`` in the home.

A secret may also come from a file: ``RESPONDER_SMTP_PASSWORD_FILE`` names one for ``RESPONDER_SMTP_PASSWORD``.
``docs/settings.md`` lists them all; a test keeps that list complete.
"""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from responder.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_settings import PydanticBaseSettingsSource

PREFIX = "RESPONDER_"


class Settings(BaseSettings):
    """What an installation chose. Nothing leaves the machine until a real channel is named here and ``live`` is on."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", hide_input_in_errors=True)

    home: Path = Field(default=Path("~/.local/share/responder"), description="Folder of the database, keys and files")
    database_url: SecretStr | None = Field(default=None, description="PostgreSQL in place of the embedded SQLite")
    master_key_file: Path | None = Field(
        default=None, description="The key that wraps all others; default HOME/master.key"
    )
    shelf: Path | None = Field(
        default=None, description="A firm's own playbooks/ and notices/, laid over the shipped ones"
    )
    token: SecretStr | None = Field(
        default=None, description="Session token for scripts, in place of `responder login`"
    )

    public_url: str | None = Field(
        default=None, description="Address people reach the console at; needed for links in mail"
    )
    host: str = Field(default="127.0.0.1", description="Address `responder serve` listens on")
    port: int = Field(default=8787, ge=0, le=65535, description="Port `responder serve` listens on; 0 takes a free one")
    proxies: int = Field(default=0, ge=0, le=5, description="How many proxies in front may be believed")
    language: Literal["en", "zh"] = Field(default="en", description="Language of the installation: en or zh")
    timezone: str = Field(default="UTC", description="Zone of the installation, as Europe/Berlin")
    log_level: Literal["debug", "info", "warning", "error"] = Field(default="warning", description="Least level logged")

    session_hours: int = Field(default=12, ge=1, le=72, description="How long a sign-in lasts")
    step_up_minutes: int = Field(
        default=10, ge=1, le=120, description="How fresh a sign-in must be to approve or start"
    )
    sign_in_tries: int = Field(default=10, ge=3, le=100, description="Wrong passwords in 15 minutes before a pause")

    live: bool = Field(default=False, description="Off: trial mode, only staff and guests are reached by real channels")
    guests: tuple[str, ...] = Field(default=(), description="Addresses that trial mode may reach beside staff")
    email_channel: Literal["local", "smtp", "sendgrid"] = Field(
        default="local", description="local (files in the home), smtp or sendgrid"
    )
    email_second: Literal["none", "smtp", "sendgrid"] = Field(
        default="none", description="Steps in when the email channel is out: smtp or sendgrid"
    )
    smtp_region: str | None = Field(default=None, description="Where the SMTP server works: eu, us, uk, cn …")
    sms_channel: Literal["local", "twilio", "gateway"] = Field(
        default="local", description="local (records at home), twilio or gateway"
    )
    twilio_region: str = Field(default="us", description="Where Twilio works for you: us, eu (ie1) or au (au1)")
    sms_gateway_url: str | None = Field(default=None, description="Address of an SMS gateway that takes JSON by HTTP")
    sms_gateway_key: SecretStr | None = Field(default=None, description="Key of the SMS gateway")
    sms_gateway_region: str | None = Field(default=None, description="Where the gateway works, as cn")
    sms_templates: tuple[str, ...] = Field(
        default=(), description="Templates registered with the gateway, as zh=T100,en=T200"
    )
    sms_signature: str | None = Field(
        default=None, description="Registered signature that the gateway puts before each SMS"
    )
    posted_in: str | None = Field(default=None, description="Country letters on paper are posted in, as DE")
    voice_channel: Literal["local", "twilio"] = Field(
        default="local", description="Telephone calls to staff: local (records at home) or twilio"
    )
    heartbeat_url: str | None = Field(
        default=None, description="Address outside that the clock knocks at each minute; it alarms when we stay away"
    )
    email_per_second: float = Field(default=0, ge=0, description="Emails a second, all workers together; 0: no limit")
    sms_per_second: float = Field(default=0, ge=0, description="SMS a second, all workers together; 0: no limit")
    sender_email: str = Field(default="privacy@example.com", description="Address letters come from")
    sender_name: str = Field(default="Privacy team", description="Name letters come from")
    undo_seconds: int = Field(
        default=60, ge=0, le=3600, description="Time between starting a campaign and its first letter"
    )
    canary_seconds: int = Field(
        default=300, ge=0, le=86400, description="How long the first part of a campaign is watched"
    )
    alert_secrets: SecretStr | None = Field(
        default=None, description="Who may send alerts: source=secret, one a line or with commas between"
    )
    alert_call_level: Literal["low", "moderate", "high", "critical"] = Field(
        default="high", description="From this level on people are called to an alarm that nobody takes"
    )
    alert_call_minutes: int = Field(
        default=10, ge=0, le=1440, description="How long an alarm may wait before people are called"
    )
    report_form: bool = Field(default=True, description="Whether anybody may report something at /report")
    imap_host: str | None = Field(default=None, description="Mailbox whose mails become reports: its IMAP server")
    imap_port: int = Field(default=993, ge=1, le=65535, description="IMAP port")
    imap_user: str | None = Field(default=None, description="IMAP account")
    imap_password: SecretStr | None = Field(default=None, description="IMAP password")
    imap_security: Literal["tls", "starttls", "none"] = Field(default="tls", description="tls, starttls or none")
    imap_folder: str = Field(default="INBOX", description="Folder of the mailbox that is read")
    retention_days: int = Field(
        default=1825, ge=0, le=36500, description="Days a closed incident is kept before it may be destroyed"
    )
    gobag_to: Path | None = Field(default=None, description="Where the go-bag is written each night; a file")
    gobag_passphrase: SecretStr | None = Field(default=None, description="What opens the go-bag; give it as a file")

    smtp_host: str | None = Field(default=None, description="SMTP server")
    smtp_port: int = Field(default=587, ge=1, le=65535, description="SMTP port")
    smtp_user: str | None = Field(default=None, description="SMTP account")
    smtp_password: SecretStr | None = Field(default=None, description="SMTP password")
    smtp_security: Literal["starttls", "tls", "none"] = Field(default="starttls", description="starttls, tls or none")

    sendgrid_api_key: SecretStr | None = Field(default=None, description="SendGrid API key that may send mail")
    sendgrid_region: Literal["global", "eu"] = Field(default="global", description="Where SendGrid works: global or eu")
    sendgrid_url: str | None = Field(default=None, description="Another address of SendGrid's interface, as of a relay")
    sendgrid_sandbox: bool = Field(default=False, description="SendGrid checks each request and sends nothing")
    sendgrid_webhook_key: str | None = Field(default=None, description="Public key of SendGrid's signed event webhook")
    sendgrid_activity: bool = Field(default=False, description="SendGrid's Email Activity was bought and may be asked")

    twilio_account_sid: str | None = Field(default=None, description="Twilio account")
    twilio_auth_token: SecretStr | None = Field(default=None, description="Twilio auth token; it also checks callbacks")
    twilio_messaging_service_sid: str | None = Field(default=None, description="Twilio messaging service to send from")
    twilio_from: str | None = Field(default=None, description="Number to send from, if no messaging service")
    twilio_url: str | None = Field(default=None, description="Another address of Twilio's interface, as of a relay")

    @field_validator("home", "shelf", "master_key_file", "gobag_to")
    @classmethod
    def _whole_path(cls, path: Path | None) -> Path | None:
        return None if path is None else path.expanduser().absolute()

    @field_validator("home", mode="before")
    @classmethod
    def _named(cls, path: object) -> object:
        if path == "":
            raise ValueError("no folder is named")  # the working folder would become a home by accident
        return path

    @field_validator("database_url")
    @classmethod
    def _of_postgresql(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None and not re.match(r"postgres(ql)?(\+psycopg)?://", url.get_secret_value()):
            raise ValueError("expected an address such as postgresql://user@host/responder; leave it out for SQLite")
        return url

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("this time zone is not known; expected a name such as Europe/Berlin") from None
        return zone

    @property
    def database(self) -> str:
        """Address of the database, embedded unless another is named; its driver need not be."""
        if self.database_url is not None:
            named = self.database_url.get_secret_value()
            return re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", named)
        return f"sqlite:///{self.home / 'responder.db'}"

    @property
    def database_file(self) -> Path | None:
        """Where an embedded database lies; none if another is named."""
        return self.home / "responder.db" if self.database_url is None else None

    @property
    def keys(self) -> Path:
        """The folder of the wrapped keys, beside the database and never in it."""
        return self.home / "keys"

    @property
    def master_key(self) -> Path:
        return self.master_key_file or self.home / "master.key"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what ``load`` hands in: it has merged file and environment, so that errors can name their source."""
        del settings_cls, env_settings, dotenv_settings, file_secret_settings
        return (init_settings,)

    def with_changes(self, **changes: object) -> Self:
        """The same settings with some changed, checked like the rest."""
        return type(self)(**{**self.model_dump(), **changes})


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read ``responder.toml`` and the environment; every error at once.

    Raises:
        BadInput: naming each setting that cannot be taken, where it came from and what was expected.
    """
    given = _from_environment(os.environ if environ is None else environ)
    home = Path(given.get("home", Settings.model_fields["home"].default)).expanduser()
    merged: dict[str, object] = {**_from_file(home / "responder.toml"), **given}
    try:
        return Settings(**merged)  # type: ignore[arg-type]  # checked by the model itself
    except ValidationError as invalid:
        raise BadInput(
            "\n".join(_complaints(invalid, given, home)), do="docs/settings.md lists every setting."
        ) from None


def _from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    given: dict[str, str] = {}
    for name in Settings.model_fields:
        variable = PREFIX + name.upper()
        named_file = environ.get(f"{variable}_FILE") if name != "master_key_file" else None
        if variable in environ:
            given[name] = environ[variable]
        elif named_file:
            try:
                given[name] = Path(named_file).read_text(encoding="utf-8").rstrip("\n")
            except OSError as unreadable:
                raise BadInput("the file cannot be read", field=f"{variable}_FILE", file=named_file) from unreadable
    if "guests" in given:
        given["guests"] = [guest.strip() for guest in given["guests"].split(",") if guest.strip()]  # type: ignore[assignment]
    return given


def _from_file(path: Path) -> dict[str, object]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as malformed:
        raise BadInput(str(malformed), file=str(path), expected="TOML, one `name = value` a line") from None


def _complaints(invalid: ValidationError, given: Mapping[str, str], home: Path) -> list[str]:
    complaints = []
    for error in invalid.errors(include_input=False, include_url=False):
        name = str(error["loc"][0]) if error["loc"] else "settings"
        source = f"{PREFIX}{name.upper()}" if name in given else f"{home / 'responder.toml'}: {name}"
        complaints.append(f"{source}: {error['msg']}")
    return complaints
