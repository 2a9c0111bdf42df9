"""Files as people have them, made up after real exports: each read right, or refused with why.

Every file of `files/` stands here once. What is read must be the value that a person means.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from sim.base.problems import ProblemsError
from sim.portfolio import Portfolio, read_portfolio, reading_notes

FILES = Path(__file__).parent / "files"
NAN = math.nan
AB, ABC = ("Alpha", "Beta"), ("Alpha", "Beta", "Gamma")

REVENUE = {"yearly_revenue": (840, 1120)}
FULL = REVENUE | {"discount": (0.17, 0.2)}

Told = tuple[Sequence[str], Mapping[str, Sequence[float]], Sequence[str]]

READ: dict[str, Told] = {
    "c01_bom.csv": (AB, FULL | {"trust": (0.62, 0.45), "score": (64, 50)}, ()),
    "c02_utf16.csv": (
        AB,
        FULL | {"trust": (0.62, 0.45), "score": (64, 50)},
        ("encoding: UTF-16",),
    ),
    "c03_cp1252_umlaut.csv": (
        ("Müller & Söhne", "Große Häuser"),
        FULL | {"trust": (0.62, 0.45)},
        ("encoding: Windows-1252, as the file is not UTF-8; check a name: 'Müller & Söhne'",),
    ),
    "c04_semicolon_comma.csv": (
        AB,
        {"yearly_revenue": (840.5, 1120), "discount": (0.17, 0.2), "trust": (0.62, 0.45),
         "score": (64.5, 50)},
        (),
    ),
    "c05_semicolon_thousands.csv": (
        AB,
        {"yearly_revenue": (1200, 840), "discount": (0.17, 0.2)},
        ("yearly_revenue: '1.200' is 1200, as '840' has no decimals",),
    ),
    "c06_tsv_us_thousands.txt": (
        ABC,
        {"yearly_revenue": (1200, 840, 2500), "discount": (0.17, 0.2, 0.15)},
        ("yearly_revenue: '1,200' is 1200, as '840' has no decimals",),
    ),
    "c07_sheets_de_thousands.csv": (
        ABC,
        {"yearly_revenue": (1200, 840, 2500), "discount": (0.17, 0.2, 0.15)},
        ("yearly_revenue: '1.200' is 1200, as '840' has no decimals",),
    ),
    "c08_us_thousands_comma.csv": (
        AB,
        {"yearly_revenue": (1200, 840)},
        ("yearly_revenue: '1,200' is 1200, as '840' has no decimals",),
    ),
    "c10_unit_eur_header.csv": (AB, REVENUE, ()),
    "c11_score_1to5_header.csv": (ABC, {"score": (75, 50, 100), "trust": (0, 0, 0)}, ()),
    "c13_bool.csv": (
        ("Alpha", "Beta", "Gamma", "Delta", "Eps", "Zeta", "Eta", "Theta"),
        {"values_partnership": (1, 0, 1, 1, 1, 1, 1, 1)},
        ("values_partnership: a mark such as x is yes; a blank is left open, so write no for no",),
    ),
    "c14_contacts_names.csv": (
        AB,
        {"contacts": (2, 3)},
        ("contacts: 'Jane Roe; John Doe' counted as 2",),
    ),
    "c15_total_row.csv": (AB, FULL, ("no partners, left out: row 4 (Total)",)),
    "c15d_average.csv": (
        AB,
        REVENUE | {"score": (64, 50)},
        ("no partners, left out: row 4 (Average), row 5 (Count: 2)",),
    ),
    "c16_title_rows.csv": (
        AB,
        FULL,
        ("header found in row 4; rows 1 to 3 above it left out: Partner portfolio FY26; "
         "Exported 2026-11-02",),
    ),
    "c16b_title_rows_ragged.csv": (
        AB,
        FULL,
        ("header found in row 3; rows 1 to 2 above it left out: "
         "Partner portfolio, FY26, EMEA, confidential",),
    ),
    "c18_blank_rows.csv": (AB, REVENUE, ()),
    "c19_quoted_newline.csv": (("Alpha Holding", "Beta"), REVENUE, ()),
    "c20b_dupes_suffix.csv": (
        ("Acme Corp", "Acme Corp.", "Acme Corporation"),
        {"yearly_revenue": (840, 100, 50)},
        ("rows 2, 3 and 4 may be one partner: Acme Corp, Acme Corp., Acme Corporation",),
    ),
    "c21_odd_names.csv": (
        ("Smith, Jones & Co", 'The "Best" Partner', "🚀 Rocket GmbH",
         "<b>Bold</b><script>alert(1)</script>", "株式会社サンプル", "شركة المثال", "=SUM(A1:A9)",
         "+49 Consulting", "@handle", "-dash", "[red]Markup[/red]", "${oc.env:HOME}",
         r"$\alpha$ Tex_Name^2", "A%sB{0}", "NULL", "NaN", "True", "007"),
        {
            "yearly_revenue": (840, 300, 200, 200, 400, 500, *[100] * 8, *[90] * 4),
            "score": (55, 55, 50, 50, 50, 60, 50, 40, 40, 40, 44, 44, 44, 44, *[40] * 4),
        },
        (),
    ),
    "c22_one_row.csv": (("Only One",), {}, ()),
    "c25_markers.csv": (
        ("Alpha", "Beta", "Gamma", "Delta", "Eps", "Zeta"),
        {"yearly_revenue": (NAN,) * 6, "score": (NAN,) * 6, "trust": (NAN,) * 6},
        (
            "yearly_revenue: left open: N/A, #N/A, nan, —, n.a., NULL",
            "score: errors of a spreadsheet left open: row 7 (#REF!)",
            "score: left open: -, null, NaN, –, k.A.",
            "trust: errors of a spreadsheet left open: row 7 (#DIV/0!)",
            "trust: left open: ?, None, unknown, tbd",
        ),
    ),
    "c27_quarter_cols.csv": (
        AB,
        REVENUE,
        ("Revenue Q1: 4 quarters added up to a year: smallest 840, largest 1,120, total 1,960",),
    ),
    "c27c_quarterly.csv": (
        AB,
        REVENUE,
        ("Quarterly revenue (k€): revenue of a quarter, times 4 for a year",),
    ),
    "c28_extra_cols.csv": (AB, REVENUE, ("not used: Partner ID, Owner, Tier, Created Date",)),
    "c29_sf_report.csv": (
        AB,
        REVENUE,
        (
            "not used: Account Owner, Type, Partner Tier, Health Score, Last Activity",
            "Annual Revenue: read as your revenue with the partner; beside 'Account Name' it may "
            "be the partner's own",
            "Health Score: if this is meant as score, call it score",
            "rows 5, 6, 7 below the table left out: Partner report; Copyright (c) 2000-2026 "
            "example inc. All rights reserved.; Confidential Information - Do Not Distribute",
        ),
    ),
    "c32_crossbeam.csv": (
        ("Big SI", "Small MSP"),
        {},
        ("not used: Account Name, Overlap Count, Population, Opportunity Amount",),
    ),
    "c35_pipe.csv": (
        AB,
        {"yearly_revenue": (840, 100), "score": (55, 50)},
        ("cells are parted by |",),
    ),
    "c36_cr.csv": (AB, REVENUE, ()),
    "c37b_name_is_contact.csv": (("Jane Roe", "John Doe"), REVENUE | {"contacts": (1, 2)}, ()),
    "c40b_discount_1pct.csv": (AB, {"discount": (0.55, 0.05), "trust": (1, 0)}, ()),
    "c42_trailing_commas.csv": (AB, REVENUE, ()),
    "c43_index_col.csv": (AB, REVENUE, ("not used: (column 1, without a heading)",)),
    "c45b_semicolon_pct.csv": (
        AB,
        {"discount": (0.175, 0.175), "trust": (0.62, 0.625), "score": (64, 50)},
        (),
    ),
    "c53b_semicolon_us3.csv": (AB, {"trust": (0.625, 0.45), "discount": (0.175, 0.2)}, ()),
    "c57_discount_pct_header.csv": (
        AB,
        {"discount": (0.005, 0.008)},
        ("Discount (%): '0.8' is 0.8%, as the heading says %; if the cells are shares, call it "
         "discount",),
    ),
    "c60.xlsx": (AB, FULL | {"trust": (0.62, 0.45), "score": (64, 50)}, ("sheet: 'Sheet'",)),
    "c65_usd.csv": (AB, REVENUE, ()),
    "c67_na_top.csv": (
        ("Alpha",),
        {"score": (55,)},
        ("header found in row 2; row 1 above it left out: #N/A #N/A",),
    ),
    "p01_crm_accounts_asis.csv": (
        AB,
        {"yearly_revenue": (1.10004, 0.25141)},
        (
            "not used: Sector, Year_Established, Employees, Office_Location, Subsidiary_Of",
            "Revenue: small: the largest is 1,100 a year; if the amounts are thousands or "
            "millions, say so in the heading, as in Revenue ($k)",
            "Revenue: read as your revenue with the partner; beside 'Account' it may be the "
            "partner's own",
        ),
    ),
    "p01b_crm_accounts_min.csv": (
        AB,
        {"yearly_revenue": (1.10004, 0.25141)},
        ("Yearly Revenue: small: the largest is 1,100 a year; if the amounts are thousands or "
         "millions, say so in the heading, as in Yearly Revenue ($k)",),
    ),
    "p01c_crm_accounts_pasted.tsv": (
        (*ABC, "Delta"),
        {"yearly_revenue": (1100, 251, 2714, 1242)},
        ("Yearly Revenue: '1,100' is 1100, as '251' has no decimals",),
    ),
    "p02_ecosystem_asis.csv": (
        AB,
        {},
        ("not used: partner_type, region, icp_overlap, integration_depth, joint_customers, "
         "pipeline_sourced, pipeline_influenced, exec_sponsor, certified_people",),
    ),
    "p03_scorecard_asis.csv": (
        ("Alpha",),
        {},
        ("not used: partner_type, niche, follower_count, engagement_rate, sample_bio, "
         "estimated_cost_or_commission, disclosure_quality, coupon_heavy",),
    ),
    "p04_maturity_renamed.csv": (AB, {"score": (100, 80)}, ("not used: region",)),
    "p04b_maturity_min.csv": (ABC, {"score": (100, 80, 40)}, ()),
    "p05_potential_asis.csv": (
        AB,
        {},
        ("not used: PartnerType, EstimatedReach, ContactStatus, PotentialValue, LastContactDate",),
    ),
    "p06_fsc_asis.csv": (
        ("Alpha", "Beta Insurance,LLC"),
        {},
        ("not used: Agency_BP_Id__c, RecordType.Name",),
    ),
}  # fmt: skip

NO_UNIT = "no unit given, and as thousands the largest would be"
LONGER = (
    'cells given; must be {}, as in the header; put what holds a comma or semicolon in "quotes"'
)

REFUSED: dict[str, Sequence[str]] = {
    "c09_currency.csv": (
        "row 1, column yearly_revenue: EUR in row 2, USD in row 3, GBP in row 5; give all in one "
        "currency",
    ),
    "c10d_plain_eur.csv": (
        f"row 1, column yearly_revenue: {NO_UNIT} 1,120 million and the total 2,270 million; write "
        "yearly_revenue (€) if they are euros, yearly_revenue (k€) if they are thousands",
    ),
    "c11c_score_share.csv": (
        "row 2, column score: '0.64' given; no more than 0.71 in the whole column; on what scale? "
        "write score (0-1) in the heading, or score (0-100) if it is points of 100",
    ),
    "c11d_trust_1to5.csv": tuple(
        f"row {row}, column trust: '{given}' given; must be a number from 0 to 1; if it is a "
        "scale, put it in the heading: trust (1-5) or trust (0-5)"
        for row, given in ((2, 4), (3, 3))
    ),
    "c12_letter.csv": tuple(
        f"row {row}, column score: '{grade}' given; that is a grade; write the number that it "
        "stands for, as 80, in each row"
        for row, grade in ((2, "A"), (3, "B+"), (4, "C-"))
    ),
    "c19b_quoted_newline_notes.csv": (
        "row 3, column yearly_revenue: 'bad' given; must be a number from 0.1 to 10,000,000 k€",
    ),
    "c20_dupes.csv": (
        "row 3, column name: 'ACME Corp' given; row 2 is that partner already; give "
        "each partner one row",
        "row 4, column name: 'acme corp' given; row 2 is that partner already; give "
        "each partner one row",
    ),
    "c22b_one_row_norows.csv": ("only a header in it; needs a row a partner below it",),
    "c25b_nan.csv": (
        "row 2, column score: 'inf' given; must be a number from 0 to 100; write the number that "
        "the word stands for",
    ),
    "c26_negative.csv": (
        "row 2, column yearly_revenue: '-840' given; revenue cannot be negative; must be a number "
        "from 0.1 to 10,000,000 k€",
        "row 3, column yearly_revenue: '(840)' given; revenue cannot be negative ((840) reads as "
        "minus); must be a number from 0.1 to 10,000,000 k€",
        "row 4, column yearly_revenue: '0' given; must be a number from 0.1 to 10,000,000 k€; no "
        "revenue yet cannot be simulated, leave the row out or the cell blank",
    ),
    "c30_hubspot.csv": (
        f"row 1, column 'Annual Revenue': {NO_UNIT} 840 million and the total 840 million; write "
        "Annual Revenue (€) if they are euros, Annual Revenue (k€) if they are thousands",
    ),
    "c30b_hubspot_min.csv": (
        f"row 1, column 'Annual Revenue': {NO_UNIT} 1,120 million and the total 1,960 million; "
        "write Annual Revenue (€) if they are euros, Annual Revenue (k€) if they are thousands",
    ),
    "c34_excel_sci.csv": (
        f"row 1, column yearly_revenue: {NO_UNIT} 1,200 million and the total 2,040 million; write "
        "yearly_revenue (€) if they are euros, yearly_revenue (k€) if they are thousands",
    ),
    "c37_two_names.csv": (
        "row 1, columns 'Partner' and 'Name': both understood as name; rename or remove the one "
        "that is not meant",
    ),
    "c39_culture_words.csv": (
        "row 6, column culture: '5' given; must be dog, cat, unknown or a number from 0 to 1; if "
        "it is a scale, put it in the heading: culture (1-5) or culture (0-5)",
    ),
    "c40_discount_pts.csv": (
        "row 2, column discount: '17' given; must be a number from 0 to 0.9; if the numbers are "
        "percentages, call it discount (%)",
        "row 4, column discount: '1' given; must be a number from 0 to 0.9",
        "row 5, column discount: '-5%' given; must be a number from 0 to 0.9",
    ),
    "c44_smart_minus.csv": (
        "row 2, column score: '−5' given; must be a number from 0 to 100",
    ),
    "c46_nul.csv": (r"row 2, column name: 'Al\x00pha' given; must be plain text",),
    "c47_empty.csv": ("nothing in it; needs a header with at least name, then a row a partner",),
    "c47b_spaces.csv": ("nothing in it; needs a header with at least name, then a row a partner",),
    "c48_longname.csv": ("row 3, column name: 101 letters given; at most 100",),
    "c50_dates.csv": (
        "row 2, column score: '05-Mar' given; that is a date; a spreadsheet makes dates of cells "
        "such as 3-5",
        "row 3, column score: '2026-03-05' given; that is a date",
    ),
    "c51_comma_decimal_in_comma.csv": tuple(
        f"row {row}: 5 {LONGER.format(3)}; if commas part decimals here, part cells by semicolons"
        for row in (2, 3)
    ),
    "c52_unquoted_commaname.csv": (f"row 2: 3 {LONGER.format(2)}",),
    "c54_trust_dup_alias.csv": (
        "row 1, columns 'Partner Name' and 'partner': both understood as name; rename or remove "
        "the one that is not meant",
    ),
    "c55b_rev3dec_tsv.tsv": (
        "row 2, column yearly_revenue: '840.000' given, which could be 840000 or 840; write 840000 "
        "or 840, or say of the whole file population.decimal=comma (840000) or "
        "population.decimal=point (840)",
    ),
    "c60.xls": (
        "this is an old Excel file (.xls), or a workbook with a password; save it as .xlsx, "
        "without a password",
    ),
    "c61_json.json": ("this is JSON; save it as CSV or .xlsx",),
    "c62_markdown.csv": ("this is a Markdown table; save it as CSV or .xlsx",),
    "c69_unclosed.csv": (
        "row 2: not readable as CSV (a quote opens that is not closed); check its quotes",
    ),
    "p02b_ecosystem_renamed.csv": (
        f"row 1, column yearly_revenue: {NO_UNIT} 1,450 million and the total 2,770 million; write "
        "yearly_revenue (€) if they are euros, yearly_revenue (k€) if they are thousands",
        "row 2, column score: '0.82' given; no more than 0.82 in the whole column; on what scale? "
        "write score (0-1) in the heading, or score (0-100) if it is points of 100",
    ),
}  # fmt: skip


def is_as_told(portfolio: Portfolio, told: Told) -> bool:
    """Assert that a portfolio has these names, these facts and no others, and these notes."""
    names, facts, notes = told
    assert portfolio.names == tuple(names)
    for column, values in portfolio.facts.items():
        wanted = facts.get(column, [NAN] * len(names))
        assert values.tolist() == pytest.approx(list(wanted), nan_ok=True), column
    assert portfolio.reading is not None
    assert reading_notes(portfolio.reading) == list(notes)
    return True


def test_every_file_has_its_expectation() -> None:
    assert {path.name for path in FILES.iterdir()} == set(READ) | set(REFUSED)
    assert not set(READ) & set(REFUSED)


@pytest.mark.parametrize("file", READ)
def test_a_file_is_read_as_a_person_means_it(file: str) -> None:
    assert is_as_told(read_portfolio(FILES / file), READ[file])


@pytest.mark.parametrize("file", REFUSED)
def test_a_file_is_refused_with_row_and_reason(file: str) -> None:
    with pytest.raises(ProblemsError) as caught:
        read_portfolio(FILES / file)
    separator = ": " if not REFUSED[file][0].startswith("row") else ", "
    assert caught.value.problems == [f"{file}{separator}{told}" for told in REFUSED[file]]


def test_the_currency_of_a_file_is_known() -> None:
    currencies = {
        "c65_usd.csv": "USD",
        "c29_sf_report.csv": "USD",
        "c10_unit_eur_header.csv": "EUR",
    }
    for file, code in currencies.items():
        assert read_portfolio(FILES / file).currency == code
    assert read_portfolio(FILES / "c01_bom.csv").currency == ""


@pytest.mark.parametrize("partners", [400, 2000])
def test_many_partners_are_read(partners: int, tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    rows = [f"Partner {i:05d},{200 + i},{i % 40}%,{20 + i % 60}" for i in range(partners)]
    path.write_text("\n".join(["name,yearly_revenue,discount,score", *rows]), "utf-8")
    portfolio = read_portfolio(path)
    assert len(portfolio) == partners
    assert portfolio.facts["yearly_revenue"].sum() == sum(range(200, 200 + partners))
    assert portfolio.facts["discount"][39] == 0.39
