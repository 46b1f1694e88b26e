"""Makes the PDF files of this folder, each with the text that must be read from it.

    pip install weasyprint reportlab pikepdf pillow
    apt-get install texlive-latex-base enscript ghostscript libreoffice-writer-nogui fonts-liberation
    python3 make.py            # all; or the names of some

Each NAME.pdf has a NAME.txt: one block a paragraph, parted by blank lines, with its kind in
brackets before it. The story is invented; the files are kept in the repository, as other versions
of these programs set the lines otherwise.
"""

import html, io, os, random, subprocess, sys, tempfile

TITLE = "Varosia and Northern Front agree on five-day cease-fire around Kelm"
BYLINE = "By Tarek Nolan"
HEAD = "Coastal Press Agency · Wire digest · 12 May 2031"
STORY = [
    "KELM (CPA) — The government of Varosia and the rebels of the Northern Front agreed on Monday to a five-day cease-fire around the capital, officials of both sides said, the first halt in the fighting since the offensive began in February.",
    "Foreign Minister Irina Dask said the agreement would take effect at midnight and would allow aid convoys to reach the northwestern districts, where an estimated 40,000 people have been without electricity for three weeks.",
    "“This is a first step and not the final one,” Dask told reporters after a briefing at the ministry. “We expect the other side to fulfil what its negotiators have signed.”",
    "Yusuf Karim, a spokesman for the Northern Front, confirmed the cease-fire but warned that his fighters would respond to any violation. He denied a report that the group had received anti-aircraft weapons from abroad.",
    "The envoy of the League of Coastal States, Ilan Moreau, who has shuttled between Kelm and Sund for two months, called the agreement “modest but significant” and said that he would present a longer-term plan by the end of the week.",
    "President Anton Belmar has repeatedly ruled out direct talks with the Front, which he describes as a terrorist organisation. In an interview with state television on Sunday he softened his position, saying that “nobody who lays down his weapons will be turned away”.",
    "HEADING:Telmark keeps its border closed",
    "In Sund, Prime Minister Greta Holm of neighbouring Telmark said that her government would keep the border closed until the cease-fire had held for at least 72 hours. Telmark has taken in some 115,000 refugees since the beginning of the year.",
    "“We are a small country and our facilities are at their limit,” Holm told parliament. Opposition leaders criticised the decision as short-sighted and accused the prime minister of yielding to pressure from the far-right.",
    "Diplomats familiar with the negotiations said the text leaves the most difficult questions open: the future of the Soviet-era air base at Orlova, the release of about 600 prisoners and the composition of a transitional authority.",
    "An earlier cease-fire, brokered by the League in March, collapsed within 36 hours when artillery fire hit a market in the eastern suburb of Brenn. Each side blamed the other for the attack, which killed at least 19 civilians.",
    "HEADING:Aid groups prepare convoys",
    "The Coastal Red Lantern, an aid organisation, said it had loaded 48 lorries with flour, medicine and diesel fuel for hospitals. Its coordinator, Mara Quill, said that drivers would only leave once both parties had guaranteed their safety in writing.",
    "“We have been promised corridors before,” Quill said by telephone from Brenn. “What we need is five quiet days in a row.”",
    "Residents of the capital reacted with a mixture of relief and disbelief. In the Old Harbour district, shopkeepers swept broken glass from the pavement and, for the first time in weeks, put tables in front of their cafés.",
    "“I will believe it when my sons sleep through the night,” said Selma Oriel, a schoolteacher who has spent most of the spring in the basement of her apartment building.",
    "Economists at the National Institute of Statistics estimate that the conflict has reduced the country’s output by a fifth. The currency, the varo, strengthened slightly after the announcement but remained 44 percent below its value of a year ago.",
    "The foreign ministers of the League will meet in Sund on Thursday to discuss whether observers could be sent to monitor the cease-fire. Moreau said the mission would be unarmed and would consist of no more than 150 officers.",
    "Karim said the Northern Front had no objection to observers “as long as they watch both sides of the river”. The government has not yet responded to the proposal.",
]
OTHER_STORY = [
    "SUND, Telmark — Fishermen on the island of Ostrava blocked the harbour for a second day on Wednesday to protest against a quota agreement that they say was negotiated behind their backs.",
    "Some sixty trawlers lay side by side across the entrance, according to the coast guard. “Nobody asked us anything,” said Peder Lund, who chairs the local association. “We read about it in the newspaper.”",
    "The agreement, signed on 3 May by the fisheries ministers of Telmark and Varosia, reduces the catch of herring by 22 percent over two years. It was welcomed by environmental groups and by the League of Coastal States.",
    "HEADING:A compromise in sight",
    "Telmarkian officials hinted at concessions. A spokeswoman for the ministry, Asta Brink, said the government was “willing to listen” and that a delegation would travel to the island before the weekend.",
    "Under one proposal, smaller vessels would be exempted from the reduction until 2033; under another, owners would be compensated for every day spent in port. Neither has been published.",
    "The mayor of Ostrava, who belongs to the opposition, told local radio that she understood the anger but did not condone the blockade, which has interrupted the ferry service to the mainland.",
    "“People here depend on that ferry for medicine and milk,” she said. “A protest that hurts the neighbours is not a good protest.”",
    "HEADING:Varosia insists",
    "In Kelm, Varosian officials insisted that the text could not be reopened. The deputy minister, Lev Taran, said that both parliaments had been informed in February and that nobody had raised objections at the time.",
    "“An agreement is an agreement,” Taran said. “We will not renegotiate it because of a traffic jam.” He added that Varosia had already withdrawn eleven licences.",
    "Scientists at the Institute of Marine Research in Sund warned last autumn that the stock was close to collapse. Their report recommended a reduction of at least a third, considerably more than the ministers agreed upon.",
    "Lund dismissed the findings. Fishermen, he said, had been told for twenty years that the herring was disappearing, and yet it came back every spring. “They count fish from an office,” he said.",
    "The coast guard said it would not use force to clear the entrance. A meeting between the association and the ministry is scheduled for Friday afternoon at the town hall.",
]
OTHER_TITLE = "Island fishermen block harbour over herring quota"
TABLE = [
    ["District", "Population", "Displaced", "Held by"],
    ["Kelm", "812,000", "61,000", "government"],
    ["Orlova", "144,500", "38,200", "government"],
    ["Brenn", "97,300", "29,900", "contested"],
    ["Upper Dale", "55,100", "41,700", "Northern Front"],
]
CAPTION = "Table 1. Displaced persons by district, end of April (source: Red Lantern)."


def parts(story):
    return [("Heading", part[8:]) if part.startswith("HEADING:") else ("Body", part) for part in story]


def expect(name, blocks):
    with open(name + ".txt", "w", encoding="utf-8") as file:
        file.write("\n\n".join(f"[{kind}] {words}" for kind, words in blocks) + "\n")


def weasy(name, css, body, after=None):
    from weasyprint import HTML

    style = "body{font-family:'Liberation Serif';font-size:10pt;line-height:1.25;text-align:justify;hyphens:auto;margin:0}" + css
    data = HTML(string=f"<html lang=en><head><style>{style}</style></head><body>{body}</body></html>").write_pdf()
    if after:
        import pikepdf

        pdf = pikepdf.open(io.BytesIO(data))
        after(pdf)
        out = io.BytesIO()
        pdf.save(out)
        data = out.getvalue()
    open(name + ".pdf", "wb").write(data)


def article(story):
    tags = {"Heading": "h2", "Body": "p"}
    return "".join(f"<{tags[kind]}>{html.escape(words)}</{tags[kind]}>" for kind, words in parts(story))


def table_html():
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in TABLE)
    return f"<table>{rows}</table>"


def table_blocks():
    return [("Body", "\t".join(row)) for row in TABLE]


INDENT = "p{margin:0;text-indent:1.2em}h1+p,h2+p,.by+p{text-indent:0}h1{font-size:18pt;line-height:1.15;text-align:left;margin:0 0 4pt}h2{font-size:12.5pt;margin:8pt 0 3pt;text-align:left}.by{text-indent:0;margin:0 0 8pt}"
SPACED = INDENT + "p{text-indent:0;margin:0 0 6pt}"


def one_column():
    css = INDENT + f"@page{{size:150mm 200mm;margin:22mm 20mm;@top-left{{content:'{HEAD}';font-size:8pt}}@bottom-center{{content:counter(page);font-size:8pt}}}}"
    weasy("one-column", css, f"<h1>{TITLE}</h1><p class=by>{BYLINE}</p>" + article(STORY))
    expect("one-column", [("Body", HEAD), ("Title", TITLE), ("Body", BYLINE)] + parts(STORY))


def two_columns():
    css = SPACED + f"@page{{size:A4;margin:20mm;@top-center{{content:'{HEAD} · ' counter(page);font-size:8pt}}}}.c{{columns:2;column-gap:7mm}}td{{padding:1pt 14pt 1pt 0;text-align:left}}table{{margin:8pt 0}}.cap{{font-size:8.5pt}}"
    body = f"<h1>{TITLE}</h1><p class=by>{BYLINE}</p><div class=c>{article(STORY[:9])}</div>{table_html()}<p class=cap>{CAPTION}</p><div class=c>{article(STORY[9:])}</div>"
    weasy("two-columns", css, body)
    blocks = [("Body", HEAD + " · 1"), ("Title", TITLE), ("Body", BYLINE)] + parts(STORY[:9]) + table_blocks() + [("Body", CAPTION)] + parts(STORY[9:])
    expect("two-columns", blocks)


def three_columns():
    css = INDENT + "@page{size:A4 landscape;margin:15mm}.c{columns:3;column-gap:5mm}.mast{font-size:30pt;text-align:center;letter-spacing:6pt;margin:0;text-indent:0}.cap{float:left;font-size:30pt;line-height:26pt;padding-right:2pt}"
    body = f"<p class=mast>THE COASTAL MONITOR</p><h1 style='text-align:center'>{TITLE}</h1><div class=c><p class=by>{BYLINE}</p>{article(STORY).replace('<p>K', '<p><span class=cap>K</span>', 1)}</div>"
    weasy("three-columns", css, body)
    expect("three-columns", [("Masthead", "THE COASTAL MONITOR"), ("Title", TITLE), ("Body", BYLINE)] + parts(STORY))


def narrow_gutter():
    css = INDENT + "@page{size:A4;margin:18mm}.c{columns:2;column-gap:4.2pt}"
    weasy("narrow-gutter", css, f"<h1>{TITLE}</h1><div class=c>{article(STORY)}</div>")
    expect("narrow-gutter", [("Title", TITLE)] + parts(STORY))


def ragged():
    css = SPACED + "@page{size:A5;margin:15mm}body{text-align:left;hyphens:none;font-family:'Liberation Sans';font-size:9pt}"
    weasy("ragged", css, f"<h1>{TITLE}</h1><p class=by>{BYLINE}</p>" + article(STORY))
    expect("ragged", [("Title", TITLE), ("Body", BYLINE)] + parts(STORY))


def rotated():
    """Upright print on a page that the file turns, and print that runs up a page that is not turned."""
    css = SPACED + "@page{size:A4 landscape;margin:20mm}.c{columns:2;column-gap:9mm}"
    body = f"<h1>{TITLE}</h1><div class=c>{article(STORY[:11])}</div>"

    def turn(pdf):
        import pikepdf

        for page in pdf.pages:
            box = [float(x) for x in page.mediabox]
            width, height = box[2], box[3]
            page.contents_add(pikepdf.Stream(pdf, b"q 0 1 -1 0 %f 0 cm\n" % height), prepend=True)
            page.contents_add(pikepdf.Stream(pdf, b"\nQ"))
            page.mediabox = [0, 0, height, width]

    def turn_back(pdf):
        turn(pdf)
        for page in pdf.pages:
            page.Rotate = 90

    weasy("sideways", css, body, turn)
    weasy("rotated", css, body, turn_back)
    blocks = [("Title", TITLE)] + parts(STORY[:11])
    expect("sideways", blocks)
    expect("rotated", blocks)


def shuffled():
    """Standard fonts that are not in the file, ASCII-85 streams, and lines in random order."""
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.pdfbase.pdfmetrics import stringWidth

    canvas = Canvas("shuffled.pdf", pagesize=(420, 595), invariant=True)
    canvas.setTitle("Untitled document")
    runs, blocks = [], [("Title", TITLE)]

    def wrap(words, width, font, size):
        lines = [""]
        for word in words.split(" "):
            longer = (lines[-1] + " " + word).strip()
            if stringWidth(longer, font, size) > width:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    y = 545
    for line in wrap(TITLE, 340, "Helvetica-Bold", 16):
        runs.append((40, y, line, "Helvetica-Bold", 16))
        y -= 19
    x, top = 40, y - 10
    y = top
    for kind, words in parts(STORY[:9]):
        font, size = ("Times-Bold", 12) if kind == "Heading" else ("Times-Roman", 9.5)
        for line in wrap(words, 160, font, size):
            if y < 50:
                x, y = 220, top
            runs.append((x, y, line, font, size))
            y -= 11.5
        y -= 5
        blocks.append((kind, words))
    random.Random(7).shuffle(runs)
    for x, y, line, font, size in runs:
        canvas.setFont(font, size)
        canvas.drawString(x, y, line)
    canvas.showPage()
    canvas.save()
    expect("shuffled", blocks)


def latex(name, preamble, body, extra=""):
    special = {"“": "``", "”": "''", "’": "'", "—": "---", "–": "--", "·": "$\\cdot$", "%": "\\%", "é": "\\'e", "‘": "`"}
    source = "\\documentclass[10pt,twocolumn]{article}\n" + preamble + "\\begin{document}\n" + body + "\n\\end{document}\n"
    for given, written in special.items():
        source = source.replace(given, written)
    with tempfile.TemporaryDirectory() as folder:
        open(os.path.join(folder, name + ".tex"), "w").write(extra + source)
        subprocess.run(["pdflatex", "-interaction=batchmode", name + ".tex"], cwd=folder, check=False, stdout=subprocess.DEVNULL, timeout=300)
        os.replace(os.path.join(folder, name + ".pdf"), name + ".pdf")


def tex_body(story):
    return "\n\n".join(f"\\section*{{{words}}}" if kind == "Heading" else words for kind, words in parts(story))


def tex():
    preamble = "\\usepackage[T1]{fontenc}\\usepackage{lmodern}\\title{%s}\\author{Tarek Nolan}\\date{}\n" % TITLE
    if subprocess.run(["kpsewhich", "lmodern.sty"], stdout=subprocess.DEVNULL).returncode:
        preamble = preamble.replace("\\usepackage[T1]{fontenc}\\usepackage{lmodern}", "")
    latex("tex", preamble, "\\maketitle\n" + tex_body(STORY))
    # The end of a page in a font without a ligature or accent of its own is the same text.
    expect("tex", [("Title", TITLE), ("Body", "Tarek Nolan")] + parts(STORY))
    bitmap = "\\pdfmapfile{}\\pdfcompresslevel=9 "
    latex("bitmap", preamble.replace("\\usepackage[T1]{fontenc}\\usepackage{lmodern}", ""), tex_body(STORY[:3]), bitmap)


def enscript():
    text = "\n\n".join([TITLE] + STORY[:6])
    import textwrap

    text = "\n\n".join(textwrap.fill(part, 68) for part in text.split("\n\n"))
    plain = text.replace("“", '"').replace("”", '"').replace("—", "--").replace("’", "'")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "in.txt")
        open(path, "w", encoding="latin-1").write(plain)
        subprocess.run(["enscript", "-q", "-2", "-r", "-B", "-o", path + ".ps", path], check=True)
        subprocess.run(["ps2pdf", "-dCompatibilityLevel=1.4", path + ".ps", "enscript.pdf"], check=True)
    blocks = [TITLE] + STORY[:6]
    swap = str.maketrans({"“": '"', "”": '"', "’": "'"})
    expect("enscript", [("Body", block.translate(swap).replace("—", "--")) for block in blocks])


def office():
    """LibreOffice: justified, a narrow gutter, a table over the width, header and page number."""
    def paragraph(style, words):
        return f'<text:p text:style-name="{style}">{html.escape(words)}</text:p>'

    rows = "".join(
        "<table:table-row>" + "".join(f'<table:table-cell office:value-type="string">{paragraph("P", cell)}</table:table-cell>' for cell in row) + "</table:table-row>"
        for row in TABLE
    )
    table = f'<table:table table:name="T"><table:table-column table:number-columns-repeated="4"/>{rows}</table:table>'
    body = lambda story: "".join(paragraph("H" if kind == "Heading" else "P", words) for kind, words in parts(story))
    fodt = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:styles><style:default-style style:family="paragraph"><style:text-properties style:font-name="Liberation Serif" fo:font-family="Liberation Serif" fo:font-size="10pt" fo:language="en" fo:country="US"/></style:default-style></office:styles>
<office:automatic-styles>
<style:style style:name="P" style:family="paragraph"><style:paragraph-properties fo:text-align="justify" fo:margin-bottom="0.18cm"/></style:style>
<style:style style:name="H" style:family="paragraph"><style:paragraph-properties fo:margin-top="0.2cm" fo:margin-bottom="0.1cm"/><style:text-properties fo:font-size="13pt" fo:font-weight="bold"/></style:style>
<style:style style:name="T" style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.3cm"/><style:text-properties fo:font-size="20pt" fo:font-weight="bold"/></style:style>
<style:style style:name="F" style:family="paragraph"><style:text-properties fo:font-size="8pt"/></style:style>
<style:style style:name="S" style:family="section"><style:section-properties text:dont-balance-text-columns="false"><style:columns fo:column-count="2" fo:column-gap="0.22cm"/></style:section-properties></style:style>
<style:page-layout style:name="L"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin="2cm"/><style:header-style><style:header-footer-properties fo:min-height="0.8cm" fo:margin-bottom="0.3cm"/></style:header-style><style:footer-style><style:header-footer-properties fo:min-height="0.8cm" fo:margin-top="0.3cm"/></style:footer-style></style:page-layout>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="L"><style:header>{paragraph("F", HEAD)}</style:header><style:footer><text:p text:style-name="F">Page <text:page-number text:select-page="current">1</text:page-number></text:p></style:footer></style:master-page></office:master-styles>
<office:body><office:text>{paragraph("T", TITLE)}{paragraph("P", BYLINE)}<text:section text:style-name="S" text:name="a">{body(STORY[:9])}</text:section>{table}<text:section text:style-name="S" text:name="b">{body(STORY[9:])}</text:section></office:text></office:body></office:document>"""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "office.fodt")
        open(path, "w", encoding="utf-8").write(fodt)
        subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "--outdir", ".", path], check=True, stdout=subprocess.DEVNULL, env={**os.environ, "HOME": folder})
    blocks = [("Body", HEAD), ("Title", TITLE), ("Body", BYLINE)] + parts(STORY[:9]) + table_blocks() + parts(STORY[9:])
    expect("office", blocks)

def across():
    """A heading across the columns in the middle of a page."""
    head = OTHER_STORY[8][8:]
    body = f"<h1>{OTHER_TITLE}</h1><div class=c>{article(OTHER_STORY[:8])}</div><h1 style='font-size:15pt'>{head}</h1><div class=c>{article(OTHER_STORY[9:])}</div>"
    weasy("across", SPACED + "@page{size:A4;margin:20mm}.c{columns:2;column-gap:5mm}", body)
    expect("across", [("Title", OTHER_TITLE)] + parts(OTHER_STORY))


def inner_table():
    """A table inside one of two columns."""
    rows = [("Herring", "−22%"), ("Cod", "−5%"), ("Mackerel", "unchanged")]
    table = "<table>" + "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in rows) + "</table>"
    body = f"<h1>{OTHER_TITLE}</h1><div class=c>" + article(OTHER_STORY[:3]) + table + article(OTHER_STORY[3:]) + "</div>"
    css = INDENT + "@page{size:A4;margin:20mm}.c{columns:2;column-gap:6mm}td{padding:0 10mm 0 0}table{margin:6pt 0}"
    weasy("inner-table", css, body)
    expect("inner-table", [("Title", OTHER_TITLE)] + parts(OTHER_STORY[:3]) + [("Body", "\t".join(row)) for row in rows] + parts(OTHER_STORY[3:]))


def alternate_heads():
    """Heads that stand left on even pages and right on odd ones."""
    css = INDENT + "@page{size:A5;margin:16mm 12mm}@page:left{@top-left{content:counter(page) '   The Sund Gazette';font-size:8pt}}@page:right{@top-right{content:'The Sund Gazette   ' counter(page);font-size:8pt}}body{font-family:'Liberation Sans';font-size:9pt}.c{columns:2;column-gap:10mm}"
    weasy("alternate-heads", css, f"<h1>{OTHER_TITLE}</h1><div class=c>{article(OTHER_STORY + OTHER_STORY)}</div>")
    expect("alternate-heads", [("Body", "The Sund Gazette 1"), ("Title", OTHER_TITLE)] + parts(OTHER_STORY + OTHER_STORY))


def double_spaced():
    """Wide leading, a list, a quotation set in, "Page 1 of 2"."""
    items = "".join(f"<li>{words}</li>" for words in OTHER_STORY[4:7])
    body = f"<h1>{OTHER_TITLE}</h1>{article(OTHER_STORY[:3])}<ul>{items}</ul><blockquote>{OTHER_STORY[7]}</blockquote>{article(OTHER_STORY[8:])}"
    css = "@page{size:A4;margin:25mm;@bottom-right{content:'Page ' counter(page) ' of ' counter(pages);font-size:8pt}}body{font-size:11pt;line-height:2}h1{font-size:16pt}blockquote{margin:0 12mm;font-size:11pt}p{margin:0 0 3mm}"
    weasy("double-spaced", css, body)
    blocks = parts(OTHER_STORY[:3]) + [("Body", "• " + words) for words in OTHER_STORY[4:7]] + [("Body", OTHER_STORY[7])] + parts(OTHER_STORY[8:])
    expect("double-spaced", [("Title", OTHER_TITLE)] + blocks)


def example():
    """The PDF of `examples/`: two columns, printed from HTML."""
    story = ["SUND, Telmark (CPA) —" + OTHER_STORY[0].split("—", 1)[1]] + OTHER_STORY[1:]
    css = INDENT + "@page{size:A4;margin:22mm 20mm;@top-left{content:'COASTAL PRESS AGENCY — World Service';font-size:8pt}@bottom-center{content:counter(page);font-size:8pt}}.c{columns:2;column-gap:7mm}.date{text-indent:0;margin:0 0 8pt}.by{margin:0}body{font-size:11.5pt;line-height:1.4}"
    body = f"<h1>{OTHER_TITLE}</h1><p class=by>By Nils Fane, Coastal Press Agency</p><p class=date>Wednesday, 14 May 2031</p><div class=c>{article(story)}</div>"
    folder = os.path.join("..", "..", "..", "..", "examples")
    weasy(os.path.join(folder, "two-columns"), css, body)


def bad():
    """Files from which nothing can be read, each in its own way."""
    import pikepdf
    from PIL import Image, ImageDraw
    from reportlab.pdfgen.canvas import Canvas

    os.makedirs("bad", exist_ok=True)
    whole = open("ragged.pdf", "rb").read()
    open("bad/truncated.pdf", "wb").write(whole[:900])
    pdf = pikepdf.open("shuffled.pdf")
    pdf.save("bad/encrypted.pdf", encryption=pikepdf.Encryption(user="kelm", owner="sund", R=6))
    picture = Image.new("L", (300, 400), 255)
    ImageDraw.Draw(picture).text((40, 60), "Scanned page", fill=0)
    picture.save("bad/page.png")
    canvas = Canvas("bad/scanned.pdf", pagesize=(300, 400), invariant=True)
    canvas.drawImage("bad/page.png", 0, 0)
    canvas.save()
    os.remove("bad/page.png")
    os.replace("bitmap.pdf", "bad/no-unicode.pdf")


ALL = [one_column, two_columns, three_columns, narrow_gutter, ragged, rotated, shuffled, tex, enscript, office, across, inner_table, alternate_heads, double_spaced, example, bad]

if __name__ == "__main__":
    os.environ["SOURCE_DATE_EPOCH"] = "1936310400"
    os.chdir(os.path.dirname(os.path.abspath(__file__)))
    for make in ALL:
        if len(sys.argv) == 1 or make.__name__ in sys.argv[1:]:
            make()
            print(make.__name__)
