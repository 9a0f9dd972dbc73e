"""The address block: in the form of the country it goes to, at most six lines."""

from responder.deliveries.address_block import MOST_LINES, address_block


def test_an_address_in_one_line_is_cut_at_its_commas():
    block = address_block("Alex Example", "1 Sample Street, Springfield, IL 62701", "US", posted_in="US")
    assert block == ("Alex Example", "1 Sample Street", "Springfield", "IL 62701")


def test_abroad_the_country_stands_last_in_capitals_once():
    assert address_block("A", "Weg 1|12345 Ort", "DE", posted_in="US")[-1] == "GERMANY"
    assert address_block("A", "Weg 1\n12345 Ort\nDeutschland", "DE", posted_in="US")[-1] == "Deutschland"
    assert address_block("A", "Weg 1|12345 Ort", "DE", posted_in="DE") == ("A", "Weg 1", "12345 Ort")


def test_in_china_the_name_stands_after_the_address():
    assert address_block("王小明", "北京市海淀区样例路1号", "CN", posted_in="CN") == ("北京市海淀区样例路1号", "王小明")


def test_a_long_address_keeps_every_part_in_six_lines():
    address = ", ".join(f"Part {number}" for number in range(1, 12))
    block = address_block("Alex Example", address, "DE", posted_in="FR")
    assert len(block) == MOST_LINES
    assert all(f"Part {number}" in " ".join(block) for number in range(1, 12))


def test_without_a_name_the_household_is_written_to():
    assert address_block("", "Weg 1|12345 Ort", "", posted_in="DE") == ("Weg 1", "12345 Ort")
