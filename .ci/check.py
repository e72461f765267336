"""Checks what the four questions of .ci/run printed."""
import json
import pathlib
import sys

work, folder = map(pathlib.Path, sys.argv[1:3])
passed = 0


def check(name, holds, what):
    global passed
    if not holds:
        sys.exit(f"{name}: {what}")
    passed += 1


def load(name, prefix_kept=True):
    answer = json.loads((work / f"{name}.json").read_text(encoding="utf-8"))
    check(name, answer["outcome"] == "answered", f"outcome {answer['outcome']}")
    check(name, answer["text"].strip() != "", "no text")
    if prefix_kept:  # the first run of all computes the fixed prefix too, and keeps it
        prefill = answer["timings"]["prefillTokens"]
        check(name, prefill <= 240, f"prefill of {prefill} tokens")
    return answer


def cites(name, answer, root):
    check(name, answer["citations"], "no citation")
    for citation in answer["citations"]:
        text = (root / citation["document"]).read_text(encoding="utf-8")
        units = text.encode("utf-16-le")  # offsets are UTF-16 units
        quote = units[2 * citation["start"] : 2 * citation["end"]].decode("utf-16-le")
        check(name, quote == citation["quote"], f"{citation['document']} has {quote!r}, quoted is {citation['quote']!r}")


docs = load("docs", prefix_kept=False)
cites("docs", docs, work / "catena" / "docs")
sunday = load("folder")
cites("folder", sunday, folder)
check("folder", sunday["citations"][0]["document"] == "opening-hours.md", "cites another document")
chinese = load("chinese")
cites("chinese", chinese, folder)
total = load("sum")
check("sum", any(call["name"] == "calculate" for call in total["toolCalls"]), "no call of the calculator")
check("sum", "409.5" in total["text"], f"answer is {total['text']!r}")
print(f"{passed} passed, 0 failed")
