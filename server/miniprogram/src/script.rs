//! JavaScript and TypeScript: one file as a module of the frame.
//!
//! A CommonJS file stands unchanged in its wrapper, so that the browser's tools show its own lines. ES modules and TypeScript are
//! transformed, with a source map inside. What was compared for that, each alone and unoptimized on two cores (2026-11):
//!
//! - **oxc** 0.146 (MIT), taken: 112 packages with all that they need, 35 s to compile. Its
//!   [`ModuleRunnerTransform`](oxc::transformer_plugins::ModuleRunnerTransform) writes a module as Vite does, whose imports are read at
//!   each use; its parser checks regular expressions, one of which would otherwise cost the browser the whole file. One version for all
//!   of its packages. 0.146 is the last for Rust 1.95.
//! - **swc** (`swc_core` 83, Apache-2.0): 141 packages, 36 s, with Babel's own CommonJS output. As good; nothing is smaller or sooner.
//! - **sucrase** 3.35 in the frame (MIT): 40 KB brotli of the 80 that the runtime may have, and a mistake is told only when the phone
//!   comes to the page.
//!
//! # What `__esm` gives a transformed module
//!
//! The wrapper's last parameter, made for each module; its functions are called without `this`.
//!
//! - `imported(id, what?: { importedNames: string[] }): object`, synchronous: the namespace of `require(id)`. That is the module
//!   itself where it has `__esModule`. Any other module `m` is a namespace whose `default` is `m` and whose names are `m`'s; without
//!   `what` (`import * as`, `export *`) they are its own enumerable properties.
//! - `exportAll(namespace)`: defines on `exports` a getter for each name of the namespace but `default`, unless it has one.
//! - `dynamicImport(id): Promise<namespace>`.
//! - `meta`: the object that `import.meta` is.
//!
//! The names of a namespace are read at each use, so bindings are live. A module defines its own exports as getters first, then
//! imports, then runs, which is what lets modules import each other.

use std::path::Path;

use oxc::{
    allocator::Allocator,
    ast::ast::Program,
    diagnostics::{Diagnostics, OxcDiagnostic},
    parser::{ParseOptions, Parser},
    semantic::{Scoping, SemanticBuilder},
    span::SourceType,
    transformer::{Module, TransformOptions, Transformer},
};

pub(crate) use crate::requests::Request;
use crate::{Limits, Problem, esm, guard::guard, json::to_script, nesting::check_brackets, problem::Place, requests};

/// A compiled script.
#[derive(Debug, Default, Clone)]
pub(crate) struct Script {
    /// `__define("…", function (…) {…})`
    pub(crate) code: String,
    pub(crate) requests: Vec<Request>,
    /// Whether some `require` has an argument that is no constant.
    pub(crate) dynamic: bool,
    pub(crate) problems: Vec<Problem>,
}

/// Compiles `file` to the module `module`, which differs from it in TypeScript's extension.
pub(crate) fn compile(file: &str, module: &str, text: &str, limits: &Limits) -> Script {
    let compiled = check_brackets(file, text, limits)
        .and_then(|()| guard(file, || transform(file, module, text)))
        .and_then(|result| result);
    compiled.unwrap_or_else(|problem| Script {
        code: define(module, "", &format!("throw new SyntaxError({})", to_script(&problem.to_string().into()))),
        problems: vec![problem],
        ..Script::default()
    })
}

/// A JSON file as a module.
pub(crate) fn compile_json(file: &str, text: &str, limits: &Limits) -> Script {
    match crate::json::parse(file, text, limits) {
        Ok(value) => {
            Script { code: define(file, "", &format!("module.exports={}", to_script(&value))), ..Script::default() }
        }
        Err(problem) => Script {
            code: define(file, "", &format!("throw new SyntaxError({})", to_script(&problem.to_string().into()))),
            problems: vec![problem],
            ..Script::default()
        },
    }
}

/// Checks a script that is no module: its first error.
pub(crate) fn syntax(file: &str, text: &str, limits: &Limits) -> Result<(), Problem> {
    check_brackets(file, text, limits)?;
    guard(file, || parse(&Allocator::default(), file, text, SourceType::script()).map(drop))?
}

fn transform(file: &str, module: &str, text: &str) -> Result<Script, Problem> {
    let allocator = Allocator::default();
    let typescript = file.ends_with(".ts");
    let source_type = if typescript { SourceType::ts() } else { SourceType::unambiguous() };
    let (mut program, mut scoping) = parse(&allocator, file, text, source_type)?;
    if typescript {
        let mut options = TransformOptions::default();
        options.env.module = Module::CommonJS;
        options.decorator.legacy = true;
        let done = Transformer::new(&allocator, Path::new(file), &options).build_with_scoping(scoping, &mut program);
        scoping = done.scoping;
        first_error(file, text, &done.diagnostics)?;
    }
    let found = requests::of(&program, &scoping, text);
    if let Some(place) = found.top_level_await {
        return Err(Problem::error(
            file,
            place,
            "a module of a mini-program is synchronous: no await outside of a function",
        ));
    }
    let code = if typescript || found.has_module_syntax {
        define(module, "", &esm::transform(&allocator, program, scoping, file, text))
    } else {
        define(module, COMMON_JS, &without_hashbang(text))
    };
    Ok(Script { code, requests: found.requests, dynamic: found.dynamic, problems: Vec::new() })
}

pub(crate) fn parse<'a>(
    allocator: &'a Allocator,
    file: &str,
    text: &'a str,
    source_type: SourceType,
) -> Result<(Program<'a>, Scoping), Problem> {
    let options =
        ParseOptions { parse_regular_expression: true, allow_return_outside_function: true, ..ParseOptions::default() };
    let parsed = Parser::new(allocator, text, source_type).with_options(options).parse();
    first_error(file, text, &parsed.diagnostics)?;
    let program = parsed.program;
    let semantic = SemanticBuilder::new().with_check_syntax_error(true).with_enum_eval(true).build(&program);
    first_error(file, text, &semantic.diagnostics)?;
    let scoping = semantic.semantic.into_scoping();
    Ok((program, scoping))
}

/// One error is enough: those that follow are often its consequence.
fn first_error(file: &str, text: &str, diagnostics: &Diagnostics) -> Result<(), Problem> {
    diagnostics.errors().next().map_or(Ok(()), |error| Err(problem(file, text, error)))
}

fn problem(file: &str, text: &str, error: &OxcDiagnostic) -> Problem {
    let place = error
        .labels
        .first()
        .map_or(Place::FILE, |label| Place::of_offset(text, usize::try_from(label.offset()).unwrap_or_default()));
    Problem::error(file, place, error.message.to_string())
}

/// What a CommonJS file has as parameters, so that `var exports = exports || {}` is what it is meant to be.
const COMMON_JS: &str = "require,module,exports";

/// The wrapper. The body begins on its line, so that its lines are those of the file. It is a function of its own: in WeChat `Page`,
/// `wx` and their like are no parameters, and a file may declare them (`const Page = require('./page')`).
fn define(module: &str, parameters: &str, body: &str) -> String {
    let name = to_script(&module.into());
    format!(
        "__define({name},function(require,module,exports,Page,Component,Behavior,App,getApp,getCurrentPages,wx,__esm){{\
         (function({parameters}){{{body}\n}}).call(this,{COMMON_JS})}})\n"
    )
}

/// `#!` begins a script only where nothing stands before it.
fn without_hashbang(text: &str) -> String {
    text.strip_prefix("#!").map_or_else(|| text.to_owned(), |rest| format!("//{rest}"))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn compiled(file: &str, text: &str) -> Script {
        compile(file, &crate::compile::module_name(file), text, &Limits::default())
    }

    /// The code, without its source map.
    fn code(file: &str, text: &str) -> String {
        let code = compiled(file, text).code;
        code.lines().filter(|line| !line.starts_with("//# sourceMappingURL=")).collect::<Vec<_>>().join("\n")
    }

    #[rstest]
    #[case::default_import("default_import", "import a from './a'\na.b(); a()")]
    #[case::named_import("named_import", "import { a, b as c, 'd e' as f } from './a'\na(); c.d; f")]
    #[case::both("both", "import a, { b } from './a'\nexport default [a, b]")]
    #[case::namespace("namespace", "import * as a from './a'\na.b()")]
    #[case::side_effect("side_effect", "import './a'")]
    #[case::export_declarations(
        "export_declarations",
        "export const a = 1, { b } = c\nexport function d() {}\nexport class E {}\nexport let f"
    )]
    #[case::export_names("export_names", "let a = 1\nexport { a, a as b, a as default }\na = 2")]
    #[case::export_default("export_default", "export default function () { return 1 }")]
    #[case::export_default_named("export_default_named", "export default class A {}\nnew A()")]
    #[case::re_export(
        "re_export",
        "export { a, default as b } from './a'\nexport * as c from './c'\nexport * from './d'"
    )]
    #[case::mixed("mixed", "import a from './a'\nmodule.exports = { a }")]
    #[case::dynamic("dynamic", "const a = () => import('./a')\nmodule.exports = a")]
    #[case::meta("meta", "export const url = import.meta.url")]
    #[case::shadowed(
        "shadowed",
        "import { a } from './a'\nexport const f = a => a, g = () => { const a = 1; return { a } }, h = { a }"
    )]
    fn es_modules(#[case] name: &str, #[case] text: &str) {
        insta::assert_snapshot!(format!("esm_{name}"), code("a.js", text));
    }

    #[rstest]
    #[case::types(
        "types",
        "import type { A } from './a'\nimport { B, c } from './b'\nexport interface D { e: A }\nexport const f: B = c as B"
    )]
    #[case::page("page", "Page<{ a: number }, {}>({ data: { a: 1 }, b(this: void, c?: string): void { c!.length } })")]
    #[case::enumeration("enumeration", "enum A { B, C = 'c' }\nnamespace D { export const e = A.B }\nconsole.log(D.e)")]
    #[case::import_equals("import_equals", "import a = require('./a')\nexport = { b: a }")]
    #[case::fields("fields", "export class A { private b = 1; declare c: string; constructor(readonly d: number) {} }")]
    fn typescript(#[case] name: &str, #[case] text: &str) {
        insta::assert_snapshot!(format!("ts_{name}"), code("a.ts", text));
    }

    #[rstest]
    #[case("const a = require('./a')\nmodule.exports = a // the end")]
    #[case("with (a) { b = 010 }\nreturn")]
    #[case("// import a from 'a'\nvar b = 'export default'")]
    #[case("")]
    fn common_js_stands_unchanged(#[case] text: &str) {
        let wrapped = code("a.js", text);
        let head = "__define(\"a.js\",function(require,module,exports,Page,Component,Behavior,App,getApp,getCurrentPages,wx,__esm){";
        let inner = "(function(require,module,exports){";
        assert_eq!(wrapped, format!("{head}{inner}{text}\n}}).call(this,require,module,exports)}})"));
    }

    #[test]
    fn a_hashbang_is_a_comment() {
        assert!(code("a.js", "#!/usr/bin/env node\na()").contains("{///usr/bin/env node\na()\n})"));
    }

    #[rstest]
    #[case("a.js", "let a = 1\nlet a = 2", "a.js:1:5: error: Identifier `a` has already been declared")]
    #[case("a.js", "f(\n", "a.js:2:1: error: ")]
    #[case("a.js", "var é = '🙂', r = /(/", "a.js:1:20: error: ")]
    #[case("a.ts", "const a: = 1", "a.ts:1:10: error: ")]
    #[case("a.js", "import a from './a'\nawait a", "a.js:2:1: error: a module of a mini-program is synchronous")]
    #[case(
        "a.js",
        "export {}\nfor await (const a of b) {}",
        "a.js:2:1: error: a module of a mini-program is synchronous"
    )]
    #[case("a.js", "}); evil(); (function () {", "a.js:1:1: error: ")]
    fn errors(#[case] file: &str, #[case] text: &str, #[case] problem: &str) {
        let script = compiled(file, text);
        let told = script.problems[0].to_string();
        assert!(told.starts_with(problem), "{told}");
        assert!(script.code.contains("{throw new SyntaxError(\"a."), "{}", script.code);
    }

    #[test]
    fn requests() {
        let script = compiled(
            "a.js",
            "require('./a'); require(`./b`); require.async('./c'); try { require('d') } catch {}\n\
             function f(require) { require('./no') } module.require('./no'); import('./e')",
        );
        let ids: Vec<(&str, bool)> =
            script.requests.iter().map(|request| (request.id.as_str(), request.optional)).collect();
        assert_eq!(ids, [("./a", false), ("./b", false), ("./c", false), ("d", true), ("./e", false)]);
        assert!(!script.dynamic);
        assert!(compiled("a.js", "require('./' + a)").dynamic);
        assert!(compiled("a.js", "import(a)").dynamic);
        assert!(!compiled("a.js", "(function (require) { require(a) })()").dynamic);
    }

    #[test]
    fn the_source_map_leads_to_the_source() {
        let code = compiled("a/b.ts", "import { a } from './a'\n\nexport const b: number = a()").code;
        let map = code.split("sourceMappingURL=").nth(1).and_then(|url| url.split_once(',')).unwrap().1.trim();
        let map = String::from_utf8(base64_decode(map.lines().next().unwrap())).unwrap();
        let map = oxc_sourcemap::SourceMap::from_json_string(&map).unwrap();
        let line = code.lines().position(|line| line.contains("const b =")).unwrap();
        let column = code.lines().nth(line).unwrap().find("b =").unwrap();
        let table = map.generate_lookup_table();
        let token = map.lookup_token(&table, u32::try_from(line).unwrap(), u32::try_from(column).unwrap()).unwrap();
        assert_eq!((token.get_src_line(), token.get_src_col()), (2, 13));
        assert_eq!(map.get_source(0), Some("/a/b.ts"));
    }

    fn base64_decode(text: &str) -> Vec<u8> {
        use base64::Engine;
        base64::prelude::BASE64_STANDARD.decode(text).unwrap()
    }

    #[test]
    fn json_is_a_module() {
        assert!(
            compile_json("a.json", "{a: 1, /* b */}", &Limits::default())
                .code
                .contains("{module.exports={\"a\":1}\n})")
        );
        let broken = compile_json("a.json", "{a: ", &Limits::default());
        assert!(broken.code.contains("throw new SyntaxError(\"a.json:1:"), "{}", broken.code);
    }
}
