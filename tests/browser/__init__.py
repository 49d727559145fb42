"""The network in a real browser: journeys, accessibility, hostile input.

Run everything, one file, or one test by a part of its name::

    bin/test -- …                        also runs this folder
    .venv/bin/pytest tests/browser
    .venv/bin/pytest tests/browser/test_asking.py -k "colleague"

Look at one test while it runs, slowly, in a window (needs a display)::

    ZINVOL_BROWSER=headed .venv/bin/pytest tests/browser -p no:randomly -k "colleague"
    ZINVOL_BROWSER=headed,500 …          half a second between acts

A test that fails leaves a picture of each page it had open in ``/tmp/zinvol-browser/`` (or ``ZINVOL_SHOTS``) and
names the server's log. ``PWDEBUG=1`` opens Playwright's inspector.

How it is put together
    ``serving.py``    starts the real ``zinvol serve`` on a folder of its own, with its worker
    ``backstage.py``  a child process beside it that calls the verbs: what a test needs to be there already
    ``visitors.py``   somebody with a browser; every page is watched, and a test fails at its end when there was
                      a console error, an exception, a policy violation, a dialog, or a request to another host.
                      ``@pytest.mark.expects(404)`` excuses answers with that status, a text excuses a console message.
    ``pages.py``      the pages, in the words of the domain
    ``addresses.py``  every address of the product with a sample; a new URL without a row fails

The cast (``tests/world.py``) reads English here, so that tests say what the templates say; ``leader`` and
``outsider`` read Dutch.
"""
