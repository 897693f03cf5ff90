//! Which files lead to which, and which of them a page leads to.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::{
    Problem,
    compile::{Compiled, Sources, module_name},
    path::{join, parent},
    problem::Place,
    resolve::Resolver,
    script::Request,
    sheet::Sheet,
    template::Reference,
};

/// The references of all files.
#[derive(Debug, Default)]
pub(crate) struct Links {
    /// Per module, from the text in a `require` to the module.
    pub(crate) requires: BTreeMap<String, BTreeMap<String, String>>,
    /// Per style sheet, from the text in an `@import` to the sheet.
    pub(crate) imports: HashMap<String, HashMap<String, String>>,
    /// From file to file.
    targets: BTreeMap<String, BTreeSet<String>>,
    /// Files with a `require` that may name any module.
    dynamic: BTreeSet<String>,
    /// What is referred to and not there.
    pub(crate) problems: Vec<Problem>,
}

impl Links {
    pub(crate) fn of(sources: &Sources, modules: &BTreeMap<String, String>, resolver: &Resolver) -> Self {
        let mut links = Self::default();
        for (file, source) in sources {
            match source.compiled.as_ref() {
                Compiled::Script(script) => {
                    if script.dynamic {
                        links.dynamic.insert(file.clone());
                    }
                    let module = module_name(file);
                    // the other file of a pair of .ts and .js is not served
                    if modules.get(&module) == Some(file) {
                        let requires = links.script(file, &module, &script.requests, modules, resolver);
                        links.requires.insert(module, requires);
                    }
                }
                Compiled::Json(_) => {
                    links.requires.insert(file.clone(), BTreeMap::new());
                }
                Compiled::Template(template) => {
                    for Reference { path, place } in &template.templates {
                        let target = format!("{path}.wxml");
                        links.target(file, resolver.templates.contains(path).then(|| target.clone()), *place, &target);
                    }
                    for Reference { path, place } in &template.scripts {
                        links.target(file, resolver.template_script(path), *place, &format!("{path}.wxs"));
                    }
                }
                Compiled::TemplateScript(script) => {
                    for request in &script.requests {
                        let path = join(parent(file), &request.id);
                        let found = path.and_then(|path| resolver.template_script(&path));
                        links.target(file, found, request.place, &request.id);
                    }
                }
                Compiled::Sheet(sheet) => links.sheet(file, sheet, resolver),
                Compiled::Unreadable(_) => {}
            }
        }
        links
    }

    fn script(
        &mut self,
        file: &str,
        module: &str,
        requests: &[Request],
        modules: &BTreeMap<String, String>,
        resolver: &Resolver,
    ) -> BTreeMap<String, String> {
        let mut requires = BTreeMap::new();
        for request in requests {
            if let Some(found) = resolver.module(module, &request.id) {
                if let Some(target) = modules.get(&found) {
                    self.targets.entry(file.to_owned()).or_default().insert(target.clone());
                }
                requires.insert(request.id.clone(), found);
            } else if !request.optional {
                let hint = if request.id.starts_with(['.', '/']) {
                    ""
                } else {
                    "; if it is a package, build npm (构建 npm) first"
                };
                let message = format!("there is no module {:?}{hint}", request.id);
                self.problems.push(Problem::warning(file, request.place, message));
            }
        }
        requires
    }

    fn sheet(&mut self, file: &str, sheet: &Sheet, resolver: &Resolver) {
        for (reference, place) in &sheet.imports {
            let found = resolver.sheet(file, reference);
            if let Some(found) = &found {
                let imports = self.imports.entry(file.to_owned()).or_default();
                imports.insert(reference.clone(), found.clone());
            }
            self.target(file, found, *place, reference);
        }
    }

    fn target(&mut self, file: &str, found: Option<String>, place: Place, reference: &str) {
        match found {
            Some(target) => {
                self.targets.entry(file.to_owned()).or_default().insert(target);
            }
            None => self.problems.push(Problem::error(file, place, format!("there is no file {reference:?}"))),
        }
    }
}

/// The files that the app, its pages and components lead to.
pub(crate) fn reachable<'a>(
    components: impl Iterator<Item = &'a String>,
    links: &Links,
    modules: &BTreeMap<String, String>,
) -> BTreeSet<String> {
    let mut queue = Vec::new();
    for path in components.map(String::as_str).chain(["app"]) {
        queue.extend([format!("{path}.wxml"), format!("{path}.wxss"), format!("{path}.json")]);
        queue.extend(modules.get(&format!("{path}.js")).cloned());
    }
    let mut reached = BTreeSet::new();
    while let Some(file) = queue.pop() {
        queue.extend(
            links.targets.get(&file).into_iter().flatten().filter(|target| !reached.contains(*target)).cloned(),
        );
        if links.dynamic.contains(&file) {
            queue.extend(modules.values().filter(|target| !reached.contains(*target)).cloned());
        }
        reached.insert(file);
    }
    reached
}
