"""The protocols by the names that a run file calls them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from medrules.endpoints.anthropic_messages import Messages
from medrules.endpoints.local import Local
from medrules.endpoints.openai_chat import Chat
from medrules.endpoints.openai_completions import Completions
from medrules.endpoints.openai_responses import Responses

if TYPE_CHECKING:
    from medrules.endpoints.protocols import Speaks
    from medrules.endpoints.runfile import ProtocolName

PROTOCOL: dict[ProtocolName, Speaks] = {
    "openai-chat": Chat(),
    "openai-responses": Responses(),
    "openai-completions": Completions(),
    "anthropic-messages": Messages(),
    "local": Local(),
}
