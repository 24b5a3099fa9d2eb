"""What every answer tells the browser: only own scripts and styles, nothing of a session in a cache."""


def directives(answer):
    return dict(part.split(" ", 1) for part in answer["Content-Security-Policy"].split("; "))


def test_scripts_and_styles_come_from_here_only(site):
    policy = directives(site.get("/open/"))
    assert policy["default-src"] == "'self'"
    assert policy["img-src"] == "'self' data: blob:"
    assert policy["object-src"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in site.get("/open/")["Content-Security-Policy"]


def test_the_camera_is_for_photographing_papers(site):
    assert "camera=(self)" in site.get("/open/")["Permissions-Policy"]
    assert "geolocation=()" in site.get("/open/")["Permissions-Policy"]


def test_addresses_do_not_leak_to_other_sites(site):
    assert site.get("/open/")["Referrer-Policy"] == "same-origin"


def test_a_page_of_a_session_is_never_stored(site, settings):
    assert not site.get("/open/").has_header("Cache-Control")
    site.cookies[settings.SESSION_COOKIE_NAME] = "a"
    assert "no-store" in site.get("/open/")["Cache-Control"]


def test_refusals_carry_the_headers_too(site):
    assert directives(site.get("/undeclared/"))["default-src"] == "'self'"
