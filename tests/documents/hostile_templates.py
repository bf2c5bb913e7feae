# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Hostile forms with placeholders: (what it tries, bytes)."""

import io

from docx import Document


def word(*lines):
    """Return a Word of these lines, which a form with placeholders may hold."""
    document = Document()
    for line in ("{{ version }}{{ exercise }}", "{{ signatures }}", *lines):
        document.add_paragraph(line)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


ESCAPES = """
''.__class__.__mro__[1].__subclasses__()
version.__class__.__base__.__subclasses__()
cycler.__init__.__globals__.os.popen('id').read()
joiner.__init__.__globals__['os'].system('id')
namespace.__init__.__globals__
lipsum.__globals__['os'].popen('id').read()
self._TemplateReference__context
self.__init__.__globals__
range.__self__
version.format.__globals__
'{0.__class__.__mro__}'.format(version)
'%s'|format(version.__class__.__init__.__globals__)
version|attr('__class__')|attr('__mro__')
version['__class__']
(version|attr('\\x5f\\x5fclass\\x5f\\x5f')).__mro__
[].append.__self__.__class__.__bases__
().__class__.__bases__[0].__subclasses__()
dict.__base__
config
request.application
get_flashed_messages.__globals__
signatures.append(1)
signatures.clear()
batches.pop()
agency.update(a=1)
namespace(a=1).__class__
loop.__class__.__init__
g.pop.__globals__
open('/etc/passwd').read()
__import__('os').system('id')
eval('1')
exec('1')
env.cr.execute('select 1')
object.sudo()
url_for.__globals__
caller.__globals__
""".split("\n")


def escapes():
    for number, text in enumerate(one for one in ESCAPES if one):
        # what is falsy or plain text would print and harm nobody: reach further
        yield (
            f"escape {number}: {text[:30]}",
            word("{{ (" + text + ").nowhere.at.all }}"),
        )
    for text in (
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}{{ os.system('id') }}",
        "{% extends 'x' %}",
        "{% from 'os' import system %}",
    ):
        yield text[:30], word(text)


def loops():
    loop = "{% for i in range(99999) %}"
    for text in (
        loop * 3 + "a" + "{% endfor %}" * 3,
        "{% for i in range(99999999999) %}a{% endfor %}",
        "{{ 'a' * 99999999999 }}",
        "{{ 'a' * 999999999 }}",
        "{{ 9**(9**9) }}",
        "{{ (9**999999)|string|length }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{{ ([1] * 999999999)|length }}",
        "{{ '%999999999d' % 1 }}",
        "{{ '{:>9999999999}'.format(1) }}",
        "{{ version.ljust(9999999999) }}",
        "{{ range(99999)|map('string')|join('a' * 99999)|length }}",
    ):
        yield text[:44], word(text)


def unknown():
    names = (
        "inconnu nonfield case.number pr.age batches.prix partner company_id".split()
    )
    for name in names:
        yield f"unknown {name}", word(f"{{{{ {name}.x.y }}}}")
        yield f"unknown {name} in a test", word(f"{{% if {name}.x %}}a{{% endif %}}")
    for text in (
        *("{{", "{{ version", "{{ version }", "{% if version %}", "{% endif %}"),
        *("{% for a in %}", "{{ version | }}", "{{ version|nofilter }}", "{{ 1 + }}"),
        *(
            "{% for a, b in version %}{% endfor %}",
            "{{ version.a.b }}",
            "{% zorglub %}",
        ),
        *("{{ version() }}", "{{ 1 / 0 }}", "{{ version + 1 }}", "{%tr for a in b %}"),
        *("{{ [1][2].a }}", "{{ {}.a.b }}", "{% set version = %}", "{{ -version }}"),
    ):
        yield f"broken {text}", word(text)
    document = Document()
    document.add_paragraph("{{ version }} sans visa")
    target = io.BytesIO()
    document.save(target)
    yield "no place for the signatures", target.getvalue()
