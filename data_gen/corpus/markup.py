"""The text of HTML and Markdown, so that a web page or a README is read as prose and not as code."""

import re
from html.parser import HTMLParser

_BLOCK = re.compile(
    "address|article|aside|blockquote|body|br|caption|d[dlt]|details|div|fieldset|figcaption|figure|footer"
    "|form|h[1-6r]|head|header|html|legend|li|main|nav|[ou]l|option|p|pre|section|summary|t(?:able|body|[dhr]"
    "|foot|head|itle)"
)
_SILENT = re.compile("script|style|template|noscript|svg|math|iframe|object|canvas|code|pre|head")
"""Elements whose content is no prose."""
_TAG = re.compile(
    r"</(?:p|div|span|a|li|ul|ol|b|i|em|strong|h[1-6]|td|th|tr|table|body|html|section|article|title|font|pre"
    r"|script|style|u|sup|sub|blockquote|code)\s*>|<(?:br|hr|img|p|html|body|!doctype html)\b[^<>]*>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#39|#x27|rsquo|lsquo|ldquo|rdquo|ndash|mdash|hellip);")
_MARKDOWN = tuple(
    (re.compile(pattern, re.MULTILINE | re.DOTALL), replacement)
    for pattern, replacement in (
        (r"\A---\n.*?\n---\n", ""),  # front matter
        (r"^(```|~~~).*?^\1[^\n]*$", ""),  # fenced code
        (r"^(?: {4}|\t)[^\n]*$", ""),  # indented code
        (r"^\s*\|[^\n]*\|\s*$", ""),  # tables
        (r"^\[[^\]\n]+\]:[^\n]*$", ""),  # definitions of links
        (r"!\[[^\]\n]*\]\([^)\n]*\)", ""),  # images
        (r"\[([^\]\n]+)\](?:\([^)\n]*\)|\[[^\]\n]*\])", r"\1"),  # links
        (r"^ {0,3}#{1,6}\s+([^\n]*?)\s*#*$", r"\n\1\n"),  # headings
        (r"^\s*(?:[-*+]|\d{1,3}[.)])\s+", "\n"),  # items of lists
        (r"^ {0,3}>\s?", ""),  # quotations
        (r"^\s*(?:[-*_=]\s*){3,}$", "\n"),  # rules
        (r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2"),
        (r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])", r"\1"),
        (r"`([^`\n]+)`", r"\1"),
    )
)


def looks_like_html(text: str) -> bool:
    """Whether a text holds a tag that marks up prose, or several of HTML's names of characters.

    >>> looks_like_html("<p>The fee is due.</p>"), looks_like_html("If a < b and c > d, stop.")
    (True, False)
    """
    return _TAG.search(text) is not None or len(_ENTITY.findall(text)) > 1


def html_text(text: str) -> str:
    """Return the text of HTML: a paragraph a block, without scripts, styles and code.

    >>> html_text("<p>The fee is <b>due</b>&nbsp;today.<p>Pay it &amp; rest.")
    'The fee is due today.\\n\\nPay it & rest.'
    """
    parser = _Text()
    parser.feed(text)
    parser.close()
    paragraphs = (" ".join(part.split()) for part in "".join(parser.parts).split("\0"))
    return "\n\n".join(filter(None, paragraphs))


def markdown_text(text: str) -> str:
    """Return the text of Markdown without code, tables, images, links' targets and signs.

    >>> markdown_text("# Fees\\n\\nThe [fee](a.md) is **due** today.")
    'Fees\\n\\nThe fee is due today.'
    """
    text = text.replace("\r\n", "\n")
    for pattern, replacement in _MARKDOWN:
        text = pattern.sub(replacement, text)
    text = re.sub(r"\n\s*\n", "\n\n", text).strip()
    return html_text(text.replace("\n\n", "<p>")) if looks_like_html(text) else text


class _Text(HTMLParser):
    """Collects text; blocks are parted by NUL, which no text holds."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            self.silent.clear()  # a head that was not closed
        if _BLOCK.fullmatch(tag):
            self.parts.append("\0")
        if _SILENT.fullmatch(tag):
            self.silent.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if _BLOCK.fullmatch(tag):
            self.parts.append("\0")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.silent:
            del self.silent[self.silent.index(tag) :]
        if _BLOCK.fullmatch(tag):
            self.parts.append("\0")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)
