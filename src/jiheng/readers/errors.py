"""Why a file cannot be read: one class per cause, in words for the sender of the file. Knows no file format."""

from __future__ import annotations

from typing import ClassVar


class UnreadableFileError(Exception):
    """A file that has no reading. `code` is stable, `message` says what and where, `advice` says what to do."""

    code: ClassVar[str] = "unreadable"
    usual_advice: ClassVar[str] = "请核对文件后重新提交。"

    def __init__(self, message: str, advice: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice or self.usual_advice


class EncryptedFileError(UnreadableFileError):
    code = "encrypted"
    usual_advice = "请用原来的软件打开文件，取消打开密码后另存，再重新提交。"


class DamagedFileError(UnreadableFileError):
    code = "damaged"
    usual_advice = "请用原来的软件打开文件并另存一份；如果打不开，请向报送单位重新索取。"


class TooLargeFileError(UnreadableFileError):
    code = "too_large"
    usual_advice = "请删去与报表无关的内容（图片、附件、多余的工作表和行）后另存，再重新提交。"


class UnsupportedFormatError(UnreadableFileError):
    code = "unsupported_format"
    usual_advice = "请把文件另存为 docx 或 xlsx 后再试。"


class EmptyFileError(UnreadableFileError):
    code = "empty"
    usual_advice = "请确认选对了文件、文件已填写并保存，然后重新提交。"


class BadEncodingError(UnreadableFileError):
    code = "bad_encoding"
    usual_advice = "请用文本编辑器打开文件，另存为 UTF-8 编码后再试。"


class ZipBombError(UnreadableFileError):
    code = "zip_bomb"
    usual_advice = "这个文件解压后大得不合常理，可能有害，请不要打开，并向报送单位核实。"


class ForbiddenXmlError(UnreadableFileError):
    code = "forbidden_xml"
    usual_advice = "正常的办公软件不会写出这样的文件，可能有害，请向报送单位核实并重新索取。"


class OcrMissingError(UnreadableFileError):
    code = "ocr_missing"
    usual_advice = "请管理员安装文字识别组件：pip install 'jiheng[ocr]'；或者提交 Word、Excel 原件。"


class ConverterMissingError(UnreadableFileError):
    code = "converter_missing"
    usual_advice = (
        "请安装 LibreOffice（Debian、Ubuntu、统信、麒麟用 apt-get install libreoffice-writer），"
        "或用环境变量 JIHENG_SOFFICE 指明 soffice 的位置；也可以用 Word 或 WPS 打开文件后另存为 docx 再提交。"
    )
