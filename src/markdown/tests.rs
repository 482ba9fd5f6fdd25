//! Each convention in a line: Markdown, and the outline of what it becomes.

use super::outline::outline;
use super::read_text;

#[track_caller]
fn check(markdown: &str, expected: &str) {
    assert_eq!(outline(&read_text(markdown).0), expected, "{markdown}");
}

#[track_caller]
fn check_codes(markdown: &str, expected: &[&str]) {
    let (document, diagnostics) = read_text(markdown);
    let codes: Vec<_> = diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(codes, expected, "{diagnostics:?}");
    for diagnostic in &diagnostics {
        let place = document.sources.slice(diagnostic.span.expect("a place"));
        assert!(diagnostic.code == "empty-document" || !place.is_empty(), "{diagnostic:?}");
    }
}

#[test]
fn wiki_links() {
    let after = "\n\n# The End {#end}";
    let check = |markdown: &str, expected: &str| {
        check(&format!("{markdown}{after}"), &format!("p({expected}) h1{{#end}}(The End)"));
    };
    check("to [[The End]].", "to a<#the-end>(The End).");
    check("*[[end|the *last* part]]*", "em([[end|the em(last) part]])");
    check("*see [[#The End|there]] now*", "em(see a<#the-end>(there) now)");
    check("&amp; [[end]] \\[[end]] [[[end]]]", "& a<#end>(end) [[end]] [[[end]]]");
    check("[[1, 2], [3]] `[[end]]` [x [[end]]](u)", "[[1, 2], [3]] `[[end]]` a<u>(x [[end]])");
    check_codes("[[Nowhere]] and [[1]]", &["dead-link"]);
}

#[test]
fn attributes() {
    check("# A {#id .c key=\"a b\"}", "h1{#id .c key=a b}(A)");
    check("# A {-}", "h1{.unnumbered}(A)");
    check("# A {x}", "h1(A {x})");
    check("# A {#a_b_c}\n", "h1{#a_b_c}(A)");
    check("A\n== {}\n", "p(A␣== {})");
    check("`x`{.rust #i}", "p(`x`{#i .rust})");
    check("`x` {.rust}", "p(`x` {.rust})");
    check("[t](u){.c} x", "p(a<u>{.c}(t) x)");
    check("x ![t](u){width=50% .c} y", "p(x img<u>{.c width=50%}(t) y)");
    check("[a *b*]{.c lang=fr}.", "p(span{.c lang=fr}(a em(b)).)");
    check("[a [b]{.d} c]{.e}", "p(span{.e}(a span{.d}(b) c))");
    check("[x]{.smallcaps} [y]{.underline} [z]{.mark}", "p(sc(x) span{.underline}(y) span{.mark}(z))");
    check("[a]{t=\"*b* c\"} d", "p(span{t=*b* c}(a) d)");
    check("\\[a]{.b} [a\\]{.b}", "p([a]{.b} [a]{.b})");
    check("f[0]{x} {.y}", "p(f[0]{x} {.y})");
    check("*[a*]{.b}", "p(em([a)]{.b})");
}

#[test]
fn ruby() {
    check("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>です", "p(ruby(漢|かん)ruby(字|じ)です)");
    check("<ruby>東京<rt>とうきょう</ruby>", "p(ruby(東京|とうきょう))");
    check("<ruby><rb>漢<rb>字<rt>かん<rt>じ</ruby>x", "p(ruby(漢|かん)ruby(字|じ)x)");
    check("a <ruby>\n漢\n<rt> かん </rt>\n</ruby> b", "p(a ruby(漢|かん) b)");
    check("<ruby lang=ja>漢<rt>かん</ruby>", "p(span{lang=ja}(ruby(漢|かん)))");
    check("*<ruby>漢<rt>かん</ruby>*", "p(em(ruby(漢|かん)))");
    check("<rt>x</rt> <ruby>y</ruby> <ruby>z<rt></rt></ruby>", "p(x y z)");
    // Nothing is lost where it is more than text, or stands above nothing.
    check("<ruby>*漢*<rt>か[ん](u)</ruby>", "p(em(漢)(かa<u>(ん)))");
    check("<ruby><rt>x</rt></ruby>", "p((x))");
    check_codes("<ruby>a^[n]<rt>x</rt></ruby>", &["raw-html"]);
    check_codes("<ruby>[漢<rt>かん</rt>字]{.a}</ruby>", &[]);
}

#[test]
fn containers() {
    check("::: aside\ntext\n:::\nafter", "div{.aside}(p(text)) p(after)");
    check("::: {.a #b}\n- x\n:::\n- y", "div{#b .a}(ul(li(p(x)))) ul(li(p(y)))");
    check(":::: a\n::: b\nx\n:::\ny\n::::", "div{.a}(div{.b}(p(x)) p(y))");
    check("> ::: a\n> x\n> :::\n> y", "quote(div{.a}(p(x)) p(y))");
    check("- x\n\n  ::: a\n  y\n  :::\n", "ul*(li(p(x) div{.a}(p(y))))");
    check("```\n::: a\n:::\n```", "code(::: a⏎:::)");
    check("    ::: a", "code(::: a)");
    check("::: {.warning title=\"A *b*\"}\nx\n:::", "warning(caption(A em(b)) p(x))");
    check("::: tip Title\nx\n:::", "tip(caption(Title) p(x))");
    check("::: pagebreak\n:::\nx", "pagebreak p(x)");
    check("::: contents\n:::", "contents");
    check("::: {#fig:x}\n![a](b)\n\n![c](d)\n\nCaption\n:::", "figure{#fig:x}(caption(Caption) img<b>a img<d>c)");
    check(":::\n", "p(:::)");
    check("text ::: a", "p(text ::: a)");
    check("> [!NOTE]\n> x", "note(p(x))");
    check_codes("::: a\nx", &["unclosed-container"]);
    check_codes("> ::: a\n> x\n\ny", &["unclosed-container"]);
    check_codes(":::\n", &["unopened-container"]);
}

#[test]
fn figures_and_captions() {
    check("![A *b*](u){#fig:x .c width=3cm}", "figure{#fig:x .c}(caption(A em(b)) img{width=3cm}<u>A b)");
    check("![A[^x] *b*](u)\n\n[^x]: d", "figure(caption(A[^x] em(b)) img<u>A b) [^x](p(d))");
    check("![a[^x]](u) ![b](v)\n\n[^x]: d", "p(img<u>(a)[^x] img<v>(b)) [^x](p(d))");
    check("![a](u)[^x]\n\n[^x]: d", "p(img<u>(a)[^x]) [^x](p(d))");
    check("![a](u){alt=\"b\"}", "figure(caption(a) img<u>b)");
    check("![](u)", "figure(img<u>)");
    check("![a](u) ![b](v)", "figure(img<u>a img<v>b)");
    check("![a](u)\\\n", "p(img<u>(a)\\)");
    check("[![a](u)](v)", "p(a<v>(img<u>(a)))");
    check("|a|\n|-|\n|b|\n\nTable: C *d* {#tbl:x}", "table{#tbl:x}(caption(C em(d)) a | b)");
    check("|a|\n|-|\n|b|\n\n: C", "table(caption(C) a | b)");
    check("|a|\n|-|\n|b|\nTable: C", "table(caption(C) a | b)");
    check("x\n\n: C {#tbl:y}\n\n|a|\n|-|\n|b|", "p(x) table{#tbl:y}(caption(C) a | b)");
    check("Table: C\n\n|a|\n|-|\n|b|", "table(caption(C) a | b)");
    check("|a|b|\n|-|-|\n|c|d|\n|===|===|\n|e|f|", "table(a, b | c, d | e, f)");
    check("|a|b|\n|-|-|\n|c|d|\n|===\n|e|f|\n|===\n: C", "table(caption(C) a, b | c, d | e, f)");
    check("> a | b\n> - | -\n> c | d\n> === | ===\n> e | f\n> g | h", "quote(table(a, b | c, d | e, f / g, h))");
    check("|a|b|\n|-|-|\n|c|d|\n|===|===|", "table(a, b | c, d / ===, ===)");
    check("|a|b|\n|-|-|\n|===|d|\n|===||\n|e|f|", "table(a, b | ===, d / ===,  / e, f)");
    check("T\n: D", "dl(dt(T) dd(p(D)))");
    check("T\n\n: D\n\n: E\n", "dl(dt(T) dd(p(D)) dd(p(E)))");
    check("x\n:y: z", "p(x␣:y: z)");
}

#[test]
fn code_blocks() {
    check("``` rust\nx\n```", "code:rust(x)");
    check(
        "```{.rust #i caption=\"A *b*\" .numberLines startFrom=10 highlight=\"2,4-5\"}\nx\n```",
        "code:rust{#i} from 10 marked [2, 4, 5](caption(A em(b)) x)",
    );
    check("```rust {.numberLines}\nx\n```", "code:rust from 1(x)");
    check("```rust,ignore\nx\n```", "code:rust(x)");
    check("```rust {2,4}\nx\n```", "code:rust marked [2, 4](x)");
    check("```rust title=\"x\"\ny\n```", "code:rust(caption(x) y)");
    check("```{=latex}\n\\x\n```", "raw:latex(\\x)");
}

#[test]
fn formulas() {
    check("a $x$ b", "p(a $x$ b)");
    check("$$x$$", "math(x)");
    check("$$\nx\n$$ {#eq:a}", "math{#eq:a}(x)");
    check("$$x$$ {#eq:a_b_c}\n", "math{#eq:a_b_c}(x)");
    check("a\n$$x$$\nb", "p(a) math(x) p(b)");
    check("$$x$$.", "math(x.)");
    check("$$\na\n- b\n= c\n$$", "math(a⏎- b⏎= c)".replace('⏎', "\n").as_str());
    check("*a $$x$$*", "p(em(a $x$))");
}

#[test]
fn references() {
    check("see @fig:x.", "p(see ref(fig:x).)");
    check("see @fig:a_b_c, a@fig:x \\@fig:y", "p(see ref(fig:a_b_c), a@fig:x @fig:y)");
    check("[@fig:x] [-@tbl:y] [see @eq:z]", "p(ref(fig:x) ref(-tbl:y) see ref(eq:z))");
    check("[@a; see @b, p. 3]", "p(cite(|a|; see|b|p. 3))");
    check("[-@a_b]", "p(cite(|-a_b|))");
    check("[a@b.c] @name", "p([a@b.c] @name)");
    check("a^[b *c*] d", "p(a[^inline 1] d) [^inline 1](p(b em(c)))");
    check("a^[b], c^[d]", "p(a[^inline 1], c[^inline 8]) [^inline 1](p(b)) [^inline 8](p(d))");
    check("a[^x]\n\n[^x]: b", "p(a[^x]) [^x](p(b))");
    check("a[^none]", "p(a[^none])");
    check("a [b[^x] c](u)\n\n[^x]: d", "p(a a<u>(b[^x] c)) [^x](p(d))");
    check("a ![b[^x] *c*](u) e\n\n[^x]: d", "p(a img<u>(b c)[^x] e) [^x](p(d))");
    check("[a]{.index} []{.index entry=b}", "p(aindex(a) index(b))");
    check("[a]{.insertion author=x}[b]{.deletion}[c]{.comment comment=d}", "p(ins(a)del(b)comment(c: d))");
}

#[test]
fn scripts() {
    check("H~2~O, mc^2^ and x^2^y", "p(Hsub(2)O, mcsup(2) and xsup(2)y)");
    check("SO~4~^2-^ and ^14^C", "p(SOsub(4)sup(2-) and sup(14)C)");
    check("H~2~O and CO~2~ or ~x~", "p(Hsub(2)O and COsub(2) or sub(x))");
    check("*x^2^ y* [H~2~O](u)", "p(em(xsup(2) y) a<u>(Hsub(2)O))");
    check("# H~2~O {#a}", "h1{#a}(Hsub(2)O)");
    check("~~x~~ a~~b~~c", "p(s(x) as(b)c)");
    check("~/path ~/other a^b c^", "p(~/path ~/other a^b c^)");
    check("b\\^2^ <https://x.org/~a~b~c>", "p(b^2^ a<https://x.org/~a~b~c>(https://x.org/~a~b~c))");
    check("|a^2^|b^|\n|-|-|\n|c|d|", "table(asup(2), b^ | c, d)");
    check("`a^2^` $a^2^b$", "p(`a^2^` $a^2^b$)");
}

#[test]
fn breaks() {
    check("a\n\n\\newpage\n\nb", "p(a) pagebreak p(b)");
    check("a\n\n<!-- pagebreak -->\n\nb", "p(a) pagebreak p(b)");
    check("<div style=\"page-break-after: always\"></div>\n\nb", "pagebreak p(b)");
    check("[TOC]", "contents");
    check("[[toc]]", "contents");
    check("a\\\nb  \nc\nd", "p(a↵b↵c␣d)");
}

#[test]
fn html() {
    check("a<br>b<sub>c</sub><kbd>d</kbd>", "p(a↵bsub(c)span{.kbd}(d))");
    check("<p align=\"center\"><img src=a alt=b width=3></p>", "figure{.center}(img{width=3}<a>b)");
    check("<div style=\"direction: RTL; color: red\">\n\na\n\n</div>", "div{dir=rtl}(p(a))");
    check("<div dir=rtl align=right>\n<p align=left>a</p>\n\n</div>", "div{.left dir=rtl}(p{.right}(a))");
    check("<div align=right>\n\n*שלום*\n\n</div>\n\na", "div{.left}(p(em(שלום))) p(a)");
    check("<p align=right><b>שלום</b></p>", "p{.left}(strong(שלום))");
    check("<p align=right>a</p>\n\nשלום", "p{.right}(a) p(שלום)");
    check("<div align=\"center\">\n\n*a*\n\n</div>\n\nb", "div{.center}(p(em(a))) p(b)");
    check("<p align=center>\n\n*a*\n\n</p>", "p{.center}(em(a))");
    check("<details><summary>S</summary>\n\n- a\n\n</details>\nb", "div{.details}(p{.summary}(S) ul(li(p(a)))) p(b)");
    check("<table><tr><th>a<th>b<tr><td colspan=2>c</table>", "table(a, b | 2x1:c)");
    check(
        "<table><thead><tr><td>a<tfoot><tr><th>z<td>y<tbody><tr><td>b<tbody><tr><td>c</table>",
        "table(a | b / c | !z, y)",
    );
    check("<ul><li>a<li>b<ul><li>c</ul></ul>", "ul(li(p(a)) li(p(b) ul(li(p(c)))))");
    check("|a|\n|-|\n|<ul><li>x</li><li>y</li></ul>|", "table(a | ul(li(p(x)) li(p(y))))");
    check("<pre><code class=\"language-c\">a &lt; b\n</code></pre>", "code:c(a < b)");
    check("<figure><img src=a><figcaption>C</figcaption></figure>", "figure(caption(C) img<a>)");
    check("<h2>a</h2>", "h2(a)");
    check("<a name=x></a>\n\n# b", "h1(span{#x}()b)");
    check("a <a id=x></a>b", "p(a span{#x}()b)");
    check("<a href=u>a *b*</a>", "p(a<u>(a em(b)))");
    check("<!-- c -->\n\na <!-- d -->b", "p(a b)");
    check("<script>\nx\n\ny</script>\n\nz", "p(z)");
    check("a <script>b</script> c", "p(a  c)");
    check("<iframe src=x>a</iframe>", "p(a)");
    check("Vec<T> x", "p(Vec<T> x)");
    check("<div>a</div></div>b", "p(a) p(b)");
    check("<div>\n\na</div>\n\nb", "p(a) p(b)");
    check("# a <div>b</div>", "h1(a b)");
    check("<blockquote>a<hr>b</blockquote>", "quote(p(a) hr p(b))");
    check("> <b>a\n> c</b>", "quote(p(strong(a␣c)))");
    check("<dl><dt>a<dd>b<dd>c</dl>", "dl(dt(a) dd(p(b)) dd(p(c)))");
    check("<center>a</center>", "div{.center}(p(a))");
    check_codes("<script>x</script>", &["raw-html", "empty-document"]);
    check_codes("a <b onclick=\"x\">c</b>", &["raw-html"]);
    check_codes("<form>a</form>", &["raw-html"]);
}

#[test]
fn controls() {
    check("a\u{7}b `c\u{1}`", "p(ab `c`)");
    check("```\na\u{7}\tb\n```", "code(a\tb)");
    check("a\0b", "p(a\u{FFFD}b)");
    check_codes("a\u{7}b", &["control-character"]);
    check("\u{FEFF}# a", "h1(a)");
}

#[test]
fn ids_are_stable_and_unique() {
    let (one, _) = read_text("# A\n\n# A\n\n# B {#x}\n\ntext\n\ntext\n");
    let ids: Vec<_> = one.blocks.iter().map(|b| b.id.to_string()).collect();
    assert_eq!(&ids[..3], ["a", "a-1", "x"]);
    assert!(ids[3].starts_with('p') && ids[4] == format!("{}-1", ids[3]));
    let (two, _) = read_text("Another.\n\n# B {#x}\n\ntext\n");
    assert_eq!(two.blocks[2].id.to_string(), ids[3]);
    let (_, diagnostics) = read_text("# A {#x}\n\n# B {#x}\n");
    assert_eq!(diagnostics[0].code, "duplicate-id");
}

#[test]
fn spans_are_those_of_the_source() {
    let source = "# H *e*\n\n> a [b]{.c} `d`\n> <b>x</b>\n\n- i\n";
    let (document, _) = read_text(source);
    let mut seen = Vec::new();
    document.visit(&mut |block| {
        seen.push(document.sources.slice(block.span).to_owned());
        for sequence in block.inline_sequences() {
            crate::model::visit_inlines(sequence, &mut |inline| {
                seen.push(document.sources.slice(inline.span).to_owned())
            });
        }
    });
    assert_eq!(
        seen,
        [
            "# H *e*\n",
            "H ",
            "*e*",
            "e",
            "> a [b]{.c} `d`\n> <b>x</b>\n",
            "a [b]{.c} `d`\n> <b>x</b>",
            "a ",
            "[b]{.c}",
            "b",
            " ",
            "`d`",
            "\n",
            "<b>x</b>",
            "x",
            "- i\n",
            "i",
            "i"
        ]
    );
}

#[test]
fn deep_nesting_is_read() {
    let (document, _) = read_text(&format!("{}x", "> ".repeat(500)));
    let mut depth = 0;
    document.visit(&mut |_| depth += 1);
    assert_eq!(depth, 501);
    let _ = read_text(&"<div class=a>\n\n".repeat(3_000));
    let _ = read_text(&"*a **b ".repeat(2_000));
    let _ = read_text(&"[a ".repeat(20_000));
    let _ = read_text(&"^[a ".repeat(5_000));
}
