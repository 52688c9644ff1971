"""Why a file cannot carry its findings: one class per cause, in words for the person who asked. Knows no format."""

from __future__ import annotations


class UnannotatableError(Exception):
    """A file that gets no comments. `message` says what is in the way, `advice` what to do."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


class NoCommentsError(UnannotatableError):
    """A file format that has no place for comments, or none that is known here."""

    def __init__(self, format: str | None, formats: tuple[str, ...]) -> None:
        super().__init__(
            f"{format or '这种'} 格式的文件写不了批注；能写批注的有：{'、'.join(formats)}。",
            "请用 jiheng write 按官方版式写成 xlsx 或 docx，再对写出的文件加批注；审核意见与原件相同。",
        )


class ClosedPdfError(UnannotatableError):
    """A pdf to which nothing may or can be appended."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"PDF 写不了批注：{why}。",
            "请用 PDF 阅读软件打开，去掉密码或重新打印成 PDF 后再试；也可以用 jiheng write 按官方版式另写一份。",
        )


class TwistedFileError(UnannotatableError):
    """An office file that can be read, but whose parts do not fit together well enough to be changed."""

    def __init__(self, part: str, why: str) -> None:
        super().__init__(f"文件的内部部件 {part} {why}，写不了批注。", "请用 Excel、Word 或 WPS 打开后另存一份，再试。")
