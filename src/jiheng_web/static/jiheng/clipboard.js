/** Reads what a spreadsheet puts on the clipboard: rows by line, cells by tab, quotes around cells with line breaks. */

/** @returns {string[][]} */
export function parseBlock(text) {
  const rows = [[]];
  const pattern = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/y;
  while (pattern.lastIndex < text.length) {
    const [, quoted, bare, end] = pattern.exec(text);
    rows.at(-1).push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end !== "\t" && pattern.lastIndex < text.length) rows.push([]);
  }
  return rows;
}
