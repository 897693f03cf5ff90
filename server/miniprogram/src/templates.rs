//! `templates.js`: all templates of a project as one group of glass-easel.
//!
//! The compiler can write a whole group, but in the order of a hash map, and one bad file would spoil it. So the group is put
//! together here, in the order of the paths, out of the compiler's own parts.

use std::fmt::Write;

use glass_easel_template_compiler::TmplGroup;

use crate::{
    Limits,
    json::to_script,
    template::{self, Template},
    wxs::TemplateScript,
};

/// The templates of the frame's built-in components.
const BUILTINS: [(&str, &str); 3] = [
    ("@builtin/slot", "<slot/>"),
    ("@builtin/empty", ""),
    ("@builtin/track", r#"<h-div class="oa-track"><slot/></h-div>"#),
];

/// The text of `templates.js`, of templates by path without extension and WXS files by path with it, each in order.
///
/// A WXS module that throws, or that is missing, ends only the template that uses it: that one shows nothing, and the exception is
/// thrown once more where the frame reports it.
pub(crate) fn script<'a>(
    templates: impl Iterator<Item = (&'a str, &'a Template)>,
    scripts: impl Iterator<Item = (&'a str, &'a TemplateScript)>,
) -> String {
    let mut out = String::from("__templates((()=>{var G={},R={};\n");
    out.push_str(&runtime());
    out.push_str(";\nvar F=e=>{setTimeout(()=>{throw e});return G['@builtin/empty']};\n");
    for (path, script) in scripts {
        // a template names it with the extension or without
        for name in [path, path.strip_suffix(".wxs").unwrap_or(path)] {
            let name = to_script(&name.into());
            let _ = writeln!(out, "R[{name}]=D({name},(require,exports,module)=>{{{}}});", script.code);
        }
    }
    for (path, text) in BUILTINS {
        template_statement(&mut out, path, &template::compile(path, text, &Limits::default()));
    }
    for (path, template) in templates {
        template_statement(&mut out, path, template);
    }
    out.push_str("return G})())\n");
    out
}

fn template_statement(out: &mut String, path: &str, template: &Template) {
    let name = to_script(&path.into());
    let _ = writeln!(out, "try{{G[{name}]={}}}catch(e){{G[{name}]=F(e)}}", template.code);
}

/// What generated templates call, with the part for WXS: that comes with the first script.
fn runtime() -> String {
    let mut group = TmplGroup::new();
    group.add_script("", "");
    group.get_runtime_string()
}
