"""Compares what SDKs did against the WeChat double with the two tables in its README. Usage: table.py RESULTS LANGUAGE…

RESULTS has a line `SDK<tab>operation<tab>outcome` for every operation that an SDK was seen to do; what is missing there, it has no call
for (–). The other checks need no run: every failure has its reason among the notes, every note a cell, and versions and code of the
first table are those of the programs.
"""

import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
README = HERE.parent.parent / "server/wechat-double/README.md"
HEADING = "\n## 现成的 SDK Public SDKs\n"
MANIFESTS = {
    "python": "requirements.txt",
    "java": "pom.xml",
    "go": "go.mod",
    "node": "package.json",
    "rust": "Cargo.toml",
}
NOTES = "¹²³⁴⁵⁶⁷⁸⁹"


def tables(section):
    """The tables of a section: lists of rows, a row a list of cells, without the line under the head."""
    blocks = re.findall(r"(?:^\|.*\n)+", section, re.MULTILINE)
    for block in blocks:
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()]
        yield rows[:1] + rows[2:]


def matrix(rows):
    """{SDK: {operation: cell}}; an operation is the code at the beginning of its row."""
    sdks = rows[0][1:]
    found = {sdk: {} for sdk in sdks}
    for operation, *cells in rows[1:]:
        for sdk, cell in zip(sdks, cells, strict=True):
            found[sdk][operation.split("`")[1]] = cell
    return found


def problems_of_hosts(hosts):
    """Versions and code that the programs do not have."""
    for sdk, version, language, how in hosts[1:]:
        folder = HERE / language
        manifest = (folder / MANIFESTS[language]).read_text()
        if version.split()[-1] not in manifest:
            yield f"{sdk}: {MANIFESTS[language]} has another version than {version}"
        built = {"node_modules", "target"}
        files = (path for path in folder.rglob("*") if path.is_file() and not built & set(path.relative_to(folder).parts))
        code = "\n".join(path.read_text(errors="ignore") for path in files)
        for snippet in re.findall(r"`([^`]+)`", how):
            if snippet not in code:
                yield f"{sdk}: its program has no {snippet}"


def problems_of_notes(section, sdks):
    """Failures without a reason, and reasons without a cell."""
    written = set(re.findall(rf"^([{NOTES}]) ", section, re.MULTILINE))
    used = set()
    for sdk, cells in sdks.items():
        for operation, cell in cells.items():
            used |= set(cell) & set(NOTES)
            if cell.startswith("✗") and not set(cell) & set(NOTES):
                yield f"{sdk}, {operation}: a failure needs a note"
    for note in sorted(used ^ written):
        yield f"note {note} stands only on one side"


def problems_of_results(results, sdks, expected):
    """Where the run and the table differ."""
    for sdk in expected:
        seen = results.get(sdk, {})
        for operation in sorted(seen.keys() - sdks[sdk].keys()):
            yield f"{sdk}, {operation}: the table has no such row"
        for operation, cell in sdks[sdk].items():
            outcome = seen.get(operation, "–")
            if cell.rstrip(NOTES) != outcome:
                yield f"{sdk}, {operation}: the table says {cell}, the run {outcome}"


def main(path, languages):
    section = README.read_text().split(HEADING)[1].split("\n## ")[0]
    hosts, operations = tables(section)
    sdks = matrix(operations)
    expected = [row[0] for row in hosts[1:] if row[2] in languages]
    results = {}
    for line in Path(path).read_text().splitlines():
        sdk, operation, outcome = line.split("\t")
        results.setdefault(sdk, {})[operation] = outcome

    problems = [*problems_of_hosts(hosts), *problems_of_notes(section, sdks), *problems_of_results(results, sdks, expected)]
    if [row[0] for row in hosts[1:]] != list(sdks):
        problems.append("the two tables name different SDKs")
    if not expected:
        problems.append(f"no SDK of {languages} in the table")
    if problems:
        sys.exit("The table in server/wechat-double/README.md is not what the SDKs do:\n  " + "\n  ".join(problems))
    for sdk in expected:
        outcomes = list(results[sdk].values())
        print(f"{sdk}: {len(outcomes)} operations as the table says, {outcomes.count('✗')} of them ✗")


main(sys.argv[1], sys.argv[2:])
