"""Limits on what people may do how often, counted across all processes.

Every limit of the portal is declared with `Limit`; docs/security.md lists them all.
"""

from dataclasses import dataclass

from allauth.core.internal.ratelimit import RateLimitUsage, consume, get_ip
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.functional import Promise

all_limits: dict[str, "Limit"] = {}


@dataclass
class Limit:
    """A number of times in a time, by what it is counted; several are separated by commas.

    `rate` is "20/d/key": s, m, h, d; `ip` is the visitor's network, `user` who is logged in, `key`
    whatever the caller counts by. `message` tells who has reached it.
    """

    name: str
    rate: str
    message: str | Promise = ""

    def __post_init__(self) -> None:
        all_limits[self.name] = self

    def use(self, request: HttpRequest, key: str = "") -> RateLimitUsage | None:
        """Count one more; None, and nothing counted, where the limit is reached."""
        config = {self.name: self.rate}
        return consume(
            request, app="core", action=self.name, config=config, key=key, limit_get=True
        )


def network(request: HttpRequest) -> str:
    """Return the visitor's network as `ip` counts it, to make a key with something else."""
    return get_ip(request)


def use_or_refuse(request: HttpRequest, *uses: tuple[Limit, str]) -> list[RateLimitUsage]:
    """Count one more of each limit by its key; ValidationError, and nothing counted, at one.

    What is returned can be given back.
    """
    counted: list[RateLimitUsage] = []
    for limit, key in uses:
        usage = limit.use(request, key)
        if usage is None:
            give_back(counted)
            raise ValidationError(str(limit.message), code="limit")
        counted.append(usage)
    return counted


def give_back(counted: list[RateLimitUsage]) -> None:
    """Count what was counted no longer."""
    for usage in counted:
        usage.rollback()
