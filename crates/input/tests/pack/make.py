#!/usr/bin/env python3
"""Makes the files of examples/packed/ from the reports in examples/, the same bytes each time.

    python3 -m venv /tmp/packed && /tmp/packed/bin/pip install pyarrow==26.0.1 zstandard==0.25.0
    /tmp/packed/bin/python crates/input/tests/pack/make.py
"""

import datetime, gzip, io, json, pathlib, tarfile, zipfile

import pyarrow as arrow, pyarrow.parquet as parquet, zstandard

REPORTS = pathlib.Path(__file__).parents[4] / "examples"
HERE = REPORTS / "packed"


def write(name, data):
    (HERE / name).write_bytes(data)


def packed(data):
    return gzip.compress(data, 9, mtime=0)


rows = [json.loads(line) for line in (REPORTS / "reports.jsonl").read_text(encoding="utf-8").splitlines()]
texts = {name: (REPORTS / name).read_bytes() for name in ("talks.txt", "ferry-page.html", "item.txt")}

out = io.BytesIO()
with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
    for name, data in texts.items():
        archive.writestr(zipfile.ZipInfo(f"2031/{name}", (2031, 12, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
write("reports.zip", out.getvalue())

out = io.BytesIO()
with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
    for name, data in texts.items():
        info = tarfile.TarInfo(name)
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
write("reports.tar.gz", packed(out.getvalue()))

write("reports.jsonl.zst", zstandard.ZstdCompressor(level=19).compress((REPORTS / "reports.jsonl").read_bytes()))

table = {name: [row.get(name) for row in rows] for name in ("id", "url", "title", "publisher", "text")}
table["date"] = [datetime.date.fromisoformat(row["date"]) if row.get("date") else None for row in rows]
out = io.BytesIO()
parquet.write_table(arrow.table(table), out, compression="snappy")
write("reports.parquet", out.getvalue())


def day(row):
    return datetime.datetime.fromisoformat(row["date"]).replace(hour=9, tzinfo=datetime.timezone.utc)


def mail(row):
    head = {
        "Return-Path": "<wire@cpa.example>",
        "Date": f"{day(row):%a, %d %b %Y %H:%M:%S +0000}",
        "From": "Coastal Press Agency <wire@cpa.example>",
        "To": "desk@courier.example",
        "Subject": row["title"],
        "Message-ID": f"<{row['id']}@cpa.example>",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    return "".join(f"{name}: {value}\n" for name, value in head.items()) + "\n" + row["text"] + "\n"


write("mail.eml", mail(rows[0]).encode())
box = "".join(f"From wire@cpa.example {day(row):%a %b %d %H:%M:%S %Y}\n{mail(row)}\n" for row in rows[:3])
write("mail.mbox", box.encode())


def xml(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


items = "".join(
    f"<item><guid>{row['id']}</guid><link>{row['url']}</link><title>{xml(row['title'])}</title>"
    f"<pubDate>{day(row):%a, %d %b %Y %H:%M:%S GMT}</pubDate>"
    f"<description><![CDATA[{''.join(f'<p>{xml(part)}</p>' for part in row['text'].split(chr(10) * 2))}]]></description></item>\n"
    for row in rows
)
write("feed.rss", f"<?xml version='1.0' encoding='UTF-8'?>\n<rss version='2.0'><channel><title>Coastal Press Agency</title>\n{items}</channel></rss>\n".encode())

feed = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Coastal Press Agency",
    "items": [{"id": row["id"], "url": row["url"], "title": row["title"], "date_published": row["date"], "content_text": row["text"]} for row in rows],
}
write("feed.json", (json.dumps(feed, indent=1, ensure_ascii=False) + "\n").encode())


def record(kind, target, media, content):
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\n"
    if target:
        head += f"WARC-Target-URI: {target}\r\n"
    head += f"WARC-Date: 2032-02-01T08:00:00Z\r\nContent-Type: {media}\r\nContent-Length: {len(content)}\r\n\r\n"
    return packed(head.encode() + content + b"\r\n\r\n")


page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + texts["ferry-page.html"]
crawl = record("warcinfo", "", "application/warc-fields", b"software: made by hand\r\n")
crawl += record("request", "https://courier.example/ferry", "application/http; msgtype=request", b"GET /ferry HTTP/1.1\r\nHost: courier.example\r\n\r\n")
crawl += record("response", "https://courier.example/ferry", "application/http; msgtype=response", page)
crawl += record("resource", "https://courier.example/talks", "text/plain", texts["talks.txt"])
write("pages.warc.gz", crawl)
