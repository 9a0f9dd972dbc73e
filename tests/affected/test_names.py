import pytest

from responder.affected.rows import whole_name


@pytest.mark.parametrize(
    ("given", "family", "written"),
    [
        ("四", "李", "李四"),
        ("花子", "山田", "山田花子"),
        ("Anna", "Muster", "Anna Muster"),
        ("", "Muster", "Muster"),
        ("Li", "王", "Li 王"),
    ],
)
def test_a_name_is_put_together_as_its_bearer_writes_it(given, family, written):
    assert whole_name(given, family) == written
