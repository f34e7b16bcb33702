use super::*;

/// The tree in short, so that a case fits on a line.
fn show(content: &str) -> String {
    parse(content).iter().map(block).collect::<Vec<_>>().join(" ")
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(inner) => inlines(inner),
        Block::Heading { level, content } => format!("h{level}({})", inlines(content)),
        Block::Table { columns, head, rows } => {
            let row = |cells: &Vec<Cell>| cells.iter().map(|it| inlines(it)).collect::<Vec<_>>().join(" | ");
            let sides: String = columns.iter().map(side).collect();
            let rows: Vec<String> = [head].into_iter().chain(rows).map(row).collect();
            format!("table:{sides}({})", rows.join(" / "))
        }
        Block::Code { language, text } => format!("code:{}({text:?})", language.as_deref().unwrap_or("-")),
        Block::Quote(inner) => {
            format!("quote({})", inner.iter().map(self::block).collect::<Vec<_>>().join(" "))
        }
        Block::List { first, items } => {
            let items = items.iter().map(|item| item.iter().map(self::block).collect::<Vec<_>>().join(" "));
            let start = first.map_or("list".to_owned(), |first| format!("list:{first}"));
            format!("{start}({})", items.collect::<Vec<_>>().join(" ; "))
        }
    }
}

fn side(align: &Align) -> char {
    match align {
        Align::Start => 's',
        Align::Center => 'c',
        Align::End => 'e',
    }
}

fn inlines(inner: &[Inline]) -> String {
    inner.iter().map(inline).collect()
}

fn inline(inline: &Inline) -> String {
    match inline {
        Inline::Text(text) => text.clone(),
        Inline::Break => "⏎".to_owned(),
        Inline::Code(text) => format!("code({text})"),
        Inline::Bold(inner) => format!("b({})", inlines(inner)),
        Inline::Italic(inner) => format!("i({})", inlines(inner)),
        Inline::Strike(inner) => format!("s({})", inlines(inner)),
        Inline::Spoiler(inner) => format!("hide({})", inlines(inner)),
        Inline::Link { target, text } if inlines(text) == *target => format!("url({target})"),
        Inline::Link { target, text } => format!("a({} -> {target})", inlines(text)),
        Inline::Mention(user) => format!("@({user})"),
        Inline::Role(role) => format!("@&({role})"),
        Inline::Crowd(crowd) => format!("@({})", crowd.name()),
        Inline::Channel(channel) => format!("#({channel})"),
    }
}

fn check(cases: &[(&str, &str)]) {
    for (content, expected) in cases {
        assert_eq!(show(content), *expected, "{content:?}");
    }
}

fn stays_text(cases: &[&str]) {
    for content in cases {
        let expected = content.replace('\n', "⏎");
        assert_eq!(show(content), expected, "{content:?}");
    }
}

#[test]
fn emphasis() {
    check(&[
        ("**bold**", "b(bold)"),
        ("*it* and _it_", "i(it) and i(it)"),
        ("~~gone~~", "s(gone)"),
        ("***both***", "i(b(both))"),
        ("***bold** it*", "i(b(bold) it)"),
        ("***it* bold**", "b(i(it) bold)"),
        ("**bold *both***", "b(bold i(both))"),
        ("*it **both***", "i(it b(both))"),
        ("**a *b** c*", "b(a *b) c*"),
        ("*a **b*", "i(a **b)"),
        ("2*3*4", "2i(3)4"),
        ("**a\n\nb**", "b(a⏎⏎b)"),
        ("_a *b* c_", "i(a i(b) c)"),
        ("(_a_)", "(i(a))"),
        ("**„Zitat“**", "b(„Zitat“)"),
        ("**日本**語", "b(日本)語"),
    ]);
}

#[test]
fn emphasis_that_stays_text() {
    stays_text(&[
        "**bold*",
        "*it",
        "snake_case_name",
        "2 * 3 * 4",
        "****",
        "****x****",
        "~one~",
        "~~~~",
        "__init__",
        "a_",
        "**",
        "_ _",
    ]);
}

#[test]
fn escapes() {
    check(&[
        (r"\*not\*", "*not*"),
        (r"\> not", "> not"),
        (r"1\. not", "1. not"),
        (r"a\b \\ \", r"a\b \ \"),
        ("a\\\nb", "a⏎b"),
        (r"\||a||", "||a||"),
        (r"\`a`", "`a`"),
        (r"¯\\\_(ツ)\_/¯", r"¯\_(ツ)_/¯"),
    ]);
}

#[test]
fn inline_code() {
    check(&[
        ("`a *b* ||c||`", "code(a *b* ||c||)"),
        ("``a ` b``", "code(a ` b)"),
        ("`` `a` ``", "code(`a`)"),
        ("` `", "code( )"),
        (r"`\`", r"code(\)"),
        ("```one line```", "code(one line)"),
        ("||```\na\n```||", "hide(code(a))"),
        ("**`**`", "**code(**)"),
    ]);
    stays_text(&["`a", "``a`", "`", "a``"]);
}

#[test]
fn code_blocks() {
    check(&[
        ("```rust\nfn a() {}\n\n  b\n```", "code:rust(\"fn a() {}\\n\\n  b\")"),
        ("```\na", "code:-(\"a\")"),
        ("```\na```\nb", "code:-(\"a\") b"),
        ("````\n```\n````", "code:-(\"```\")"),
        ("x\n```c++\n> a\n```\ny", "x code:c++(\"> a\") y"),
        ("```let a = 1;\nlet b;\n```", "code:-(\"let a = 1;\\nlet b;\")"),
        ("look: ```py\nx\n``` y\n```", "look:  code:py(\"x\\n``` y\")"),
        ("> ```\n> a\n> ```\nb", "quote(code:-(\"a\")) b"),
        ("- ```\n  a\n    b\n  ```", "list(code:-(\"a\\n  b\"))"),
    ]);
    stays_text(&["type ``` to start\nb"]);
}

#[test]
fn quotes() {
    check(&[
        ("> a\n> b\nc", "quote(a⏎b) c"),
        ("> a\n>\n> b", "quote(a⏎⏎b)"),
        ("> > a\n> b", "quote(quote(a) b)"),
        (">>> a\nb\n> c", "quote(a⏎b quote(c))"),
        ("> - a\n> - b", "quote(list(a ; b))"),
    ]);
    stays_text(&[">_<", ">:(", ">a", ">", "a > b"]);
}

#[test]
fn headings() {
    check(&[
        ("# a", "h1(a)"),
        ("## a **b**\n### c\nd", "h2(a b(b)) h3(c) d"),
        ("#  a ", "h1(a)"),
        ("> # a\n> b", "quote(h1(a) b)"),
        ("- ## a", "list(h2(a))"),
        ("# ||a||", "h1(hide(a))"),
        ("a\n# b\nc", "a h1(b) c"),
        (r"\# a", "# a"),
    ]);
    stays_text(&["#a", "#", "# ", "#### a", " # a", "a # b"]);
}

#[test]
fn tables() {
    check(&[
        ("| a | b |\n|---|---|\n| c | d |", "table:ss(a | b / c | d)"),
        ("a | b\n:-|-:\nc | **d**\ne", "table:se(a | b / c | b(d)) e"),
        ("|a|\n|:-:|\n|b|\n\nc", "table:c(a / b) c"),
        ("x\n|a|b|\n|-|-|", "x table:ss(a | b)"),
        ("|a|b|\n|-|-|\n|c|\n|d|e|f|", "table:ss(a | b / c / d | e|f)"),
        ("|a| |\n|-|-|\n| |b|", "table:ss(a |  /  | b)"),
        ("|a|\n|-|\n|x \\| y|", "table:s(a / x | y)"),
        ("|a|b|\n|-|-|\n|`x | y`|z|", "table:ss(a | b / code(x | y) | z)"),
        ("|a|b|\n|-|-|\n|` x | y|", "table:ss(a | b / ` x | y)"),
        ("|who|\n|-|\n| ||the butler|| |", "table:s(who / hide(the butler))"),
        ("> |a|\n> |-|\n> |b|", "quote(table:s(a / b))"),
        ("|<@1>|https://a.b|\n|-|-|", "table:ss(@(1) | url(https://a.b))"),
    ]);
    stays_text(&["|a|b|", "a | b\n---", "|a|b|\n|-|", "|a|\n|-x|", "a\n|-|", "|a|\n|::|", "|a||b|\n|-|-|"]);
}

#[test]
fn no_block_shows_what_was_meant_to_be_hidden() {
    check(&[
        ("||a\n# b\nc||", "hide(a⏎# b⏎c)"),
        ("||\n|a|b|\n|-|-|\n||", "hide(⏎|a|b|⏎|-|-|⏎)"),
        ("||a\n- b\n> c||", "hide(a⏎- b⏎> c)"),
        ("||a||\n- b", "hide(a) list(b)"),
        ("a || b\n# c", "a || b h1(c)"),
        ("||a\n\n- b", "||a list(b)"),
    ]);
}

#[test]
fn lists() {
    check(&[
        ("- a\n- b", "list(a ; b)"),
        ("* a\n- b", "list(a ; b)"),
        ("1. a\n2. b\n3. c", "list:1(a ; b ; c)"),
        ("1. a\n1. b", "list:1(a ; b)"),
        ("5. a\n7. b", "list:5(a) list:7(b)"),
        ("- a\n  - b\n    - c\n- d", "list(a list(b list(c)) ; d)"),
        ("1. a\n   - b\n2. c", "list:1(a list(b) ; c)"),
        ("- a\n  b\nc", "list(a⏎b) c"),
        ("- a\n\n- b\n\nc", "list(a ; b) c"),
        ("x\n- a", "x list(a)"),
        ("x\n1. a", "x list:1(a)"),
        ("- **a**", "list(b(a))"),
        ("- a\n1. b", "list(a) list:1(b)"),
    ]);
    stays_text(&["-a", "-", "- ", "1.a", "1.", "in\n1986. What", "1234567890. a", "-1", "*a", "+ a"]);
}

#[test]
fn links_of_all_kinds() {
    check(&[
        ("see https://a.b/c?d=e#f.", "see url(https://a.b/c?d=e#f)."),
        ("(https://a.b/(c))", "(url(https://a.b/(c)))"),
        ("HTTPS://A.b!", "url(HTTPS://A.b)!"),
        ("**https://a.b**", "b(url(https://a.b))"),
        ("||https://a.b||", "hide(url(https://a.b))"),
        ("https://a.b/x_y_z", "url(https://a.b/x_y_z)"),
        ("https://a.b。次", "url(https://a.b。次)"),
        ("「https://a.b」", "「url(https://a.b)」"),
        ("<https://a.b>", "url(https://a.b)"),
        ("<mailto:a@b.c>", "url(mailto:a@b.c)"),
        ("[a *b*](https://c.d)", "a(a i(b) -> https://c.d)"),
        ("[a](<https://c.d>)", "a(a -> https://c.d)"),
        ("[a](https://c.d/(e))", "a(a -> https://c.d/(e))"),
        ("[a](mailto:b@c.d)", "a(a -> mailto:b@c.d)"),
        ("[[a](https://b.c)", "[a(a -> https://b.c)"),
        ("[a [b](https://c.d) e](https://f.g)", "[a a(b -> https://c.d) e](url(https://f.g))"),
        ("**a [b** c](https://d.e)", "b(a [b) c](url(https://d.e))"),
        ("[a **b](https://c.d) e**", "a(a **b -> https://c.d) e**"),
    ]);
}

#[test]
fn a_link_does_not_pretend_to_lead_elsewhere() {
    let expected = "[url(https://bank.example)](url(https://evil.example))";
    assert_eq!(show("[https://bank.example](https://evil.example)"), expected);
    assert_eq!(show("[](https://a.b)"), "[](url(https://a.b))");
}

#[test]
fn only_safe_schemes_are_links() {
    stays_text(&[
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](data:text/html,x)",
        "[a](/etc)",
        "[a](//b.c)",
        "[a](https:b)",
        "[a]( https://)",
        "<javascript:x>",
        "ftp://a.b",
        "https://",
        "http:// a",
        "mailto:a@b.c",
        "xhttps://a.b",
        "[a]",
        "[a] (b)",
    ]);
    assert_eq!(show("[a](https://b.c\u{202E}d)"), "[a](url(https://b.c)\u{202E}d)");
}

#[test]
fn spoilers() {
    check(&[
        ("||a||", "hide(a)"),
        ("|| a ||", "hide( a )"),
        ("||a\n\nb||", "hide(a⏎⏎b)"),
        ("||**a**||", "hide(b(a))"),
        ("||||a||||", "hide(||a)||"),
        ("|||a|||", "hide(|a)|"),
    ]);
    stays_text(&["||a", "||||", "a|b", "||"]);
}

#[test]
fn channels_are_inlines() {
    check(&[("see <#12>.", "see #(12)."), ("`<#12>` \\<#12>", "code(<#12>) <#12>")]);
    stays_text(&["<#>", "<#x>", "<# 1>", "#1", "<#99999999999999999999>"]);
}

#[test]
fn mentions_are_inlines() {
    check(&[("hi <@7>!", "hi @(7)!"), ("**<@1>**<@2>", "b(@(1))@(2)")]);
    check(&[("<@&5>! <#6>!", "@&(5)! #(6)!"), ("<@here>, <@everyone>.", "@(here), @(everyone).")]);
    stays_text(&["<@>", "<@a>", "<@é234567890123456789012>", "<@"]);
}

#[test]
fn plain_text_has_no_markup_and_no_secret() {
    let content =
        "**Hi** <@7>, ||the *butler*|| did it\n> said `x`\n- [a](https://b.c)\n- b\n3. c\n```rs\ncode\n```";
    assert_eq!(plain_text(content), "Hi @7, ▇▇▇ did it\nsaid x\n• a\n• b\n3. c\ncode");
    assert_eq!(plain_text("# Who\n| who | how |\n|-|-|\n| ||Ada|| | `x` |"), "Who\nwho · how\n▇▇▇ · x");
    assert_eq!(plain_text_with("<@7>", |_| "ada".to_owned()), "@ada");
    assert_eq!(plain_text(""), "");
}

#[test]
fn nesting_ends_at_the_bound_and_loses_nothing() {
    let quotes = format!("{}x", "> ".repeat(40));
    assert_eq!(show(&quotes), format!("{}{}x{}", "quote(".repeat(16), "> ".repeat(24), ")".repeat(16)));
    let styles = "*a **b ".repeat(20) + "x" + &" b** a*".repeat(20);
    assert_eq!(show(&styles).matches('(').count(), 16);
    assert_eq!(show(&styles).matches('*').count(), 20 * 6 - 8 * 6);
}
