"""Typed settings in parts: the warehouse, fetching, notification, the server that gets a copy.

Belongs here: paths and switches, each with its environment variable (prefix `MINERALS_`).
Does not belong here: publishers' paths and queries (`publishers`), thresholds of gates.

A function takes the part that it needs; `Settings` is all of them, and is any of them.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from orchestration.ground.errors import AskedError

PROJECT_ROOT = Path(__file__).resolve().parents[1]

SWITCHES = {
    "bgs_wms": "bgs_enabled",
    "iea": "iea_enabled",
    "comtrade": "comtrade_enabled",
    "hmrc_ots": "hmrc_enabled",
}
"""Sources that can be switched on or off, and the setting that does it."""


def switch_of(source_id: str) -> str | None:
    """The environment variable that switches a source; None where it has no switch."""
    return f"MINERALS_{SWITCHES[source_id].upper()}" if source_id in SWITCHES else None


class _Part(BaseSettings):
    """Every field can be set by environment: `MINERALS_WAREHOUSE_DIR=/data/minerals`."""

    model_config = SettingsConfigDict(
        env_prefix="MINERALS_", frozen=True, hide_input_in_errors=True
    )


class WarehouseSettings(_Part):
    """Where things are, and what a refresh reads and keeps."""

    project_root: Path = Field(PROJECT_ROOT, description="checkout that holds dbt_project/")
    warehouse_dir: Path = Field(
        PROJECT_ROOT / "warehouse", description="where builds, releases and the served file live"
    )
    embedded_dir: Path = Field(
        PROJECT_ROOT / "warehouse" / "embedded", description="the figures that ship"
    )
    input_dir: Path | None = Field(
        None, description="folder with publishers' files; unset means the embedded figures"
    )
    keep_releases: int = Field(5, ge=1, description="how many releases stay for rollback")
    bgs_enabled: bool = Field(
        False,
        description="read BGS World Mineral Statistics; its figures are not open: whoever sets "
        "this answers for having read the publisher's terms",
    )
    iea_enabled: bool = Field(
        True,
        description="read the Critical Minerals Dataset of the International Energy Agency; its "
        "licence is known at second hand, and whoever doubts it leaves the source out whole",
    )
    site_url: str = Field(
        "",
        pattern=r"^(https?://[^\s?#]+)?$",
        description="address under which the pages are served; with it they say their own "
        "address and a sitemap lists them",
    )
    comtrade_enabled: bool = Field(
        False,
        description="read UN Comtrade; its terms forbid passing figures on: whoever sets this "
        "answers for having read them, and what is built of it stays out of pages and copies",
    )
    hmrc_enabled: bool = Field(
        False,
        description="ask HMRC's service of overseas trade and read what it answered; off because "
        "nobody has tried it on the real service. Its bulk files need no switch: landing one is "
        "asking for it",
    )
    trade_memory: str = Field(
        "512MB",
        pattern=r"^\d+(MB|GB)$",
        description="memory that landing bulk trade may take; what is beyond goes to the disk",
    )
    engine: Literal["duckdb", "spark"] = Field(
        "duckdb",
        description="what builds trade, and shares and concentration of production; DuckDB builds "
        "the rest, gates and releases either way",
    )
    spark_master: str = Field(
        "local[2]", description="Spark's master: `local[2]`, or a cluster as `spark://host:7077`"
    )
    writer_wait_seconds: float = Field(
        900.0, ge=0, description="how long a run that Dagster starts waits for another refresh"
    )
    column_lineage: bool = Field(
        False,
        description="work out column lineage for the Dagster UI; takes longer than the build",
    )

    @field_validator("warehouse_dir")
    @classmethod
    def _is_readable_for_duckdb(cls, path: Path) -> Path:
        """DuckDB takes what follows a `?` in a path for options of its own."""
        if "?" in str(path.absolute()):
            raise ValueError(f"no question mark may stand in the path: {path}")
        return path

    @property
    def notifications_file(self) -> Path:
        """Every notification, one JSON object a line."""
        return self.warehouse_dir / "notifications.jsonl"

    @property
    def optional_sources(self) -> frozenset[str]:
        """Of the sources that have a switch, those that this warehouse reads."""
        return frozenset(source_id for source_id, name in SWITCHES.items() if getattr(self, name))

    @property
    def switched_off(self) -> frozenset[str]:
        """Sources that have a switch, and are not read."""
        return frozenset(SWITCHES) - self.optional_sources

    @property
    def dbt_project_dir(self) -> Path:
        """The dbt project."""
        return self.project_root / "dbt_project"

    @property
    def suites_dir(self) -> Path:
        """Great Expectations suites as files, one per raw table and per mart."""
        return self.project_root / "expectations" / "suites"

    @property
    def build_dir(self) -> Path:
        """Scratch space of the running build; safe to delete."""
        return self.warehouse_dir / "build"

    @property
    def build_database(self) -> Path:
        """The DuckDB file that dbt builds; its path must not move or partial parsing is lost."""
        return self.build_dir / "critical_minerals.duckdb"

    @property
    def dbt_target_dir(self) -> Path:
        """Where dbt writes its manifest and run results."""
        return self.build_dir / "dbt_target"

    @property
    def verdicts_dir(self) -> Path:
        """Verdicts of the gates, one JSON file per suite."""
        return self.build_dir / "verdicts"

    @property
    def landing_dir(self) -> Path:
        """Publishers' files as they arrived, the ledger, what was decided about them."""
        return self.warehouse_dir / "landing"

    @property
    def trade_dir(self) -> Path:
        """Bulk trade as partitioned Parquet; `minerals trade add` writes it."""
        return self.warehouse_dir / "trade"

    @property
    def drop_dir(self) -> Path:
        """Where a person puts files that a publisher gives to browsers only."""
        return self.warehouse_dir / "drop"

    @property
    def releases_dir(self) -> Path:
        """One folder per release."""
        return self.warehouse_dir / "releases"

    @property
    def served_database(self) -> Path:
        """The stable path that BI tools open."""
        return self.warehouse_dir / "critical_minerals.duckdb"

    @property
    def dagster_home(self) -> Path:
        """Run history of Dagster; delete it and only history is lost."""
        return self.warehouse_dir / "dagster_home"

    @property
    def lock_file(self) -> Path:
        """One writer: whoever holds this file's lock may build and release."""
        return self.warehouse_dir / ".refresh.lock"


class FetchingSettings(_Part):
    """Publishers' addresses, patience and caps of requests, and when to ask."""

    usgs_base_url: str = Field("https://www.sciencebase.gov", description="USGS ScienceBase")
    govuk_base_url: str = Field("https://www.gov.uk", description="GOV.UK and its content API")
    worldbank_base_url: str = Field("https://api.worldbank.org", description="World Bank API")
    bgs_base_url: str = Field("https://ogcapi.bgs.ac.uk", description="BGS OGC API")
    comtrade_base_url: str = Field(
        "https://comtradeapi.un.org", description="UN Comtrade's public service"
    )
    hmrc_base_url: str = Field(
        "https://api.uktradeinfo.com", description="HMRC's service of overseas trade (OData)"
    )
    cepii_base_url: str = Field(
        "https://www.cepii.fr", description="CEPII and its archives of BACI"
    )
    cepii_archives: bool = Field(
        False,
        description="fetch BACI's archives of some gigabytes; raise the largest file with it",
    )
    http_contact: str = Field(
        "", description="address or e-mail that publishers see, to reach whoever runs this"
    )
    http_timeout_seconds: float = Field(
        30, gt=0, description="longest wait for a connection or for the next bytes of an answer"
    )
    live_time_limit_seconds: float = Field(
        900, gt=0, description="longest time that one live fetch may take, retries included"
    )
    max_file_bytes: int = Field(
        256 * 1024 * 1024, gt=0, description="largest file that is fetched, after decompression"
    )
    live: bool = Field(
        False, description="sensors and schedules run as soon as Dagster's daemon does"
    )
    fetch_retry_seconds: float = Field(
        60.0, ge=0, description="pause before a fetch that failed is tried again; doubles"
    )


class NotificationSettings(_Part):
    """The hooks that carry a notification; what is not set is not used."""

    notify_webhook_url: SecretStr | None = Field(
        None, description="where a JSON message is posted when something needs a look"
    )
    notify_webhook_url_file: Path | None = Field(None, description="file with that address")
    notify_smtp_host: str | None = Field(None, description="mail server; unset means no mail")
    notify_smtp_port: int = Field(587, ge=1, le=65535)
    notify_smtp_user: str | None = Field(None, description="account at the mail server")
    notify_smtp_password: SecretStr | None = Field(None, description="its password")
    notify_smtp_password_file: Path | None = Field(None, description="file with that password")
    notify_smtp_starttls: bool = Field(True, description="encrypt before anything is said")
    notify_smtp_ca_file: Path | None = Field(
        None, description="certificate authority of the mail server, if it is your own"
    )
    notify_mail_from: str = Field("minerals@localhost", description="sender of mails")
    notify_mail_to: str = Field("", description="who gets mails, separated by commas")
    notify_timeout_seconds: float = Field(10.0, gt=0, description="patience with each hook")


class ServerSettings(_Part):
    """The PostgreSQL server that gets a copy of every release."""

    postgres_dsn: SecretStr | None = Field(
        None, description="PostgreSQL that gets a copy of every release; unset means no copy"
    )
    postgres_dsn_file: Path | None = Field(None, description="file with that address")
    postgres_lock_wait_seconds: float = Field(
        60.0, ge=0, description="how long a publication waits for readers' transactions to end"
    )


class Settings(WarehouseSettings, FetchingSettings, NotificationSettings, ServerSettings):
    """All settings of one warehouse.

    Nothing has to be set: the defaults run the embedded figures inside the checkout.
    """


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """Settings of this process, read from the environment once.

    Raises:
        AskedError: when a variable has a value that cannot be one.
    """
    try:
        return Settings()
    except ValidationError as error:
        wrong = [
            f"MINERALS_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors()
        ]
        raise AskedError(
            "A setting has a value that it cannot have",
            where="environment variables",
            found="; ".join(wrong),
            way_out="correct or unset the variable; none has to be set",
        ) from None
