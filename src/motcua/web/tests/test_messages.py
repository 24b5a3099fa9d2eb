"""The catalogue of translations: complete for the frame of pages, kept and checked."""

import polib

from motcua.web import messages
from motcua.web.messages import Text

TEMPLATE = """{% load i18n %}{% translate "Đăng nhập" %} {% blocktranslate with a=b trimmed %}
  Còn {{ a }} ngày, 100%
{% endblocktranslate %}
{% blocktranslate count n=n %}{{ n }} hồ sơ{% plural %}{{ n }} hồ sơ{% endblocktranslate %}
{% translate "Ký" context "động từ" %}"""
PYTHON = """
from django.utils.translation import gettext, gettext_noop as _noop
A = _("Thủ tục"); B = gettext_noop("Hạn %(at)s"); C = translation.gettext("Một" " cửa")
D = pgettext("danh từ", "Bước"); E = ngettext("%d tệp", "%d tệp", 2)
F = gettext(not_a_text); G = other("không")
"""


def project(tmp_path, **sources):
    folder = tmp_path / "slice" / "templates"
    folder.mkdir(parents=True)
    for name, source in sources.items():
        (folder / f"{name}.html").write_text(source, encoding="utf-8")
    return tmp_path


def test_texts_are_found_in_templates():
    assert list(messages.texts_of_template(TEMPLATE)) == [
        Text("Đăng nhập"),
        Text("Còn %(a)s ngày, 100%%"),
        Text("%(n)s hồ sơ", plural="%(n)s hồ sơ"),
        Text("Ký", context="động từ"),
    ]


def test_texts_are_found_in_code():
    assert set(messages.texts_of_python(PYTHON)) == {
        Text("Thủ tục"),
        Text("Hạn %(at)s"),
        Text("Một cửa"),
        Text("Bước", context="danh từ"),
        Text("%d tệp", plural="%d tệp"),
    }


def test_translations_are_kept_and_what_is_no_longer_said_goes(tmp_path):
    known = polib.POFile()
    known.append(polib.POEntry(msgid="Đăng nhập", msgstr="Sign in"))
    known.append(polib.POEntry(msgid="Cũ", msgstr="Old"))
    root = project(tmp_path, page='{% translate "Đăng nhập" %}{% translate "Mới" %}')
    fresh = messages.merged(known, root)
    assert fresh.find("Đăng nhập").msgstr == "Sign in"
    assert fresh.find("Cũ") is None
    assert fresh.find("Mới") in fresh.untranslated_entries()


def test_a_check_fails_on_what_is_missing_or_stale(tmp_path, monkeypatch, capsys):
    root = project(tmp_path, page='{% translate "Đăng nhập" %}')
    catalogue = tmp_path / "locale" / "django.po"
    monkeypatch.setattr(messages, "CATALOGUE", catalogue)
    monkeypatch.setattr(messages, "SOURCES", root)
    monkeypatch.setattr(messages, "closed_sets", dict)
    monkeypatch.setattr(messages.texts, "__defaults__", (root,))
    monkeypatch.setattr(messages.merged, "__defaults__", (root,))
    assert messages.main(["--check"]) == 1
    assert messages.main([]) == 0
    assert messages.main(["--check"]) == 1
    assert "untranslated: 'Đăng nhập'" in capsys.readouterr().err
    catalogue.write_text(
        catalogue.read_text("utf-8").replace('msgstr ""\n', 'msgstr "Sign in"\n', 2), "utf-8"
    )
    messages.main([])
    assert messages.main(["--check"]) == 0


def test_the_frame_of_pages_is_wholly_translated():
    fresh = messages.merged(polib.pofile(str(messages.CATALOGUE)))
    own = [
        entry
        for entry in fresh.untranslated_entries()
        if entry.occurrences[0][0].startswith(("web/", "kernel/"))
    ]
    assert [entry.msgid for entry in own] == []
