"""Writing a kept text anew without a name."""

from __future__ import annotations

import re

from zinvol.apps.content.posts.api import rewrite
from zinvol.apps.content.posts.models import Post
from zinvol.apps.social.threads.api import rewrite_reply_text
from zinvol.apps.social.threads.models import Reply


def rewrite_reply(reply: Reply, written: re.Pattern[str], instead: str, actor_id: int | None) -> None:
    rewrite_reply_text(reply=reply, source=written.sub(instead, reply.body), actor_id=actor_id)


def rewrite_post(post: Post, written: re.Pattern[str], instead: str, actor_id: int | None) -> None:
    title, source = written.sub(instead, post.title), written.sub(instead, post.body)
    rewrite(post=post, title=title, source=source, actor_id=actor_id)
