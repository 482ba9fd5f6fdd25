//! The structure tree: elements with the content that belongs to them, in reading order (ISO 32000-1 §14.7).

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Document, Object, ObjectId, dictionary};

use super::file;
use super::tags::{attributes, holds_lines, is_inline};
use crate::layout::{Element, ElementId, ElementKind, Layout};

/// What stands below an element in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kid {
    /// Another node, by its place.
    Node(usize),
    /// A marked-content sequence of a page.
    Content { page: usize, mcid: usize },
    /// An annotation, by its place among all.
    Annotation(usize),
}

/// A node of the tree as written: an element, or one that the format wants between elements.
#[derive(Debug)]
struct Node {
    tag: &'static str,
    element: Option<ElementId>,
    kids: Vec<Kid>,
}

/// The tree before it is written.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    layout: &'a Layout,
    tags: &'a [&'static str],
    nodes: Vec<Node>,
    /// Content of each element with its place in the order of all content.
    content: Vec<Vec<(usize, Kid)>>,
    children: Vec<Vec<ElementId>>,
    /// The place of the first content of each element and what is in it; `None` where there is nothing.
    first: Vec<Option<usize>>,
    /// Elements that must be in the tree though they are empty.
    kept: BTreeSet<usize>,
    linked: BTreeSet<usize>,
}

/// An annotation and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct PlacedAnnotation {
    /// The element it belongs to.
    pub(super) element: ElementId,
    /// Its page.
    pub(super) page: usize,
    /// Its object.
    pub(super) object: ObjectId,
}

impl<'a> Tree<'a> {
    /// Puts the elements, their content and their annotations in order.
    pub(super) fn new(
        layout: &'a Layout,
        tags: &'a [&'static str],
        pages: &[Vec<ElementId>],
        annotations: &[PlacedAnnotation],
    ) -> Self {
        let count = layout.elements.len();
        let mut content = vec![Vec::new(); count];
        let mut linked = BTreeSet::new();
        let mut place = 0;
        let mut annotations = annotations.iter().enumerate().peekable();
        for (page, written) in pages.iter().enumerate() {
            for (mcid, element) in written.iter().enumerate() {
                if let Some(content) = content.get_mut(element.0 as usize) {
                    content.push((place, Kid::Content { page, mcid }));
                }
                place += 1;
            }
            while let Some((index, annotation)) = annotations.next_if(|(_, annotation)| annotation.page == page) {
                if let Some(content) = content.get_mut(annotation.element.0 as usize) {
                    content.push((place, Kid::Annotation(index)));
                    linked.insert(annotation.element.0 as usize);
                }
                place += 1;
            }
        }
        let mut children = vec![Vec::new(); count];
        for (id, element) in layout.elements.iter().enumerate().skip(1) {
            // A parent is made before its children, so that the tree has no circles.
            let parent = if (element.parent.0 as usize) < id { element.parent.0 as usize } else { 0 };
            if let Ok(id) = u32::try_from(id) {
                children[parent].push(ElementId(id));
            }
        }
        let mut tree = Self {
            layout,
            tags,
            nodes: Vec::new(),
            content,
            children,
            first: Vec::new(),
            kept: BTreeSet::new(),
            linked,
        };
        tree.find_first();
        tree.keep_cells();
        tree
    }

    fn find_first(&mut self) {
        self.first = self.content.iter().map(|content| content.first().map(|(place, _)| *place)).collect();
        for id in (0..self.first.len()).rev() {
            let below = self.children[id].iter().filter_map(|child| self.first[child.0 as usize]).min();
            self.first[id] = self.first[id].into_iter().chain(below).min();
        }
    }

    /// Cells without content are still cells of their tables.
    fn keep_cells(&mut self) {
        for (id, element) in self.layout.elements.iter().enumerate() {
            let above = element.parent.0 as usize;
            let keep = match element.kind {
                ElementKind::Document => true,
                ElementKind::TableHead
                | ElementKind::TableRow
                | ElementKind::TableHeaderCell { .. }
                | ElementKind::TableCell { .. } => {
                    self.first.get(above).is_some_and(Option::is_some) || self.kept.contains(&above)
                }
                _ => false,
            };
            if keep {
                self.kept.insert(id);
            }
        }
    }

    fn element(&self, id: ElementId) -> Option<&'a Element> {
        self.layout.elements.get(id.0 as usize)
    }

    fn is_kept(&self, id: ElementId) -> bool {
        let id = id.0 as usize;
        self.first.get(id).is_some_and(Option::is_some) || self.kept.contains(&id)
    }

    fn push(&mut self, tag: &'static str, element: Option<ElementId>, kids: Vec<Kid>) -> Kid {
        self.nodes.push(Node { tag, element, kids });
        Kid::Node(self.nodes.len() - 1)
    }

    /// Makes the node of an element and of everything below it.
    fn build(&mut self, id: ElementId) -> Option<Kid> {
        let element = self.element(id)?;
        let ordered = self.in_order(id, element);
        let kids: Vec<(Option<ElementId>, Kid)> = ordered
            .into_iter()
            .filter_map(|part| match part {
                Part::Content(kid) => Some((None, kid)),
                Part::Element(child) => self.build(child).map(|kid| (Some(child), kid)),
            })
            .collect();
        let kids = match element.kind {
            ElementKind::Definitions => self.items_of_definitions(kids),
            _ => kids.into_iter().map(|(_, kid)| kid).collect(),
        };
        let tag = self.tags.get(id.0 as usize).copied().unwrap_or("Span");
        let kids = if self.linked.contains(&(id.0 as usize)) { self.as_link(&element.kind, kids) } else { kids };
        Some(match element.kind {
            ElementKind::Contents => self.contents(id, kids),
            _ => self.push(tag, Some(id), kids),
        })
    }

    /// An element's children: blocks as they were made, content and what stands in lines as it is met on the pages.
    fn in_order(&self, id: ElementId, element: &Element) -> Vec<Part> {
        let flows = |child: &ElementId| {
            holds_lines(&element.kind) || self.element(*child).is_some_and(|child| is_inline(&child.kind))
        };
        let content =
            self.content.get(id.0 as usize).into_iter().flatten().map(|(place, kid)| (*place, Part::Content(*kid)));
        let kept = || self.children[id.0 as usize].iter().filter(|child| self.is_kept(**child));
        let first = |child: &ElementId| self.first.get(child.0 as usize).copied().flatten();
        let mut met: Vec<(usize, Part)> = content
            .chain(
                kept()
                    .filter(|child| flows(child))
                    .map(|child| (first(child).unwrap_or(usize::MAX), Part::Element(*child))),
            )
            .collect();
        met.sort_by_key(|(place, _)| *place);
        let mut met = met.into_iter().peekable();
        let mut parts = Vec::new();
        for block in kept().filter(|child| !flows(child)) {
            let before = first(block).unwrap_or(0);
            while let Some((_, part)) = met.next_if(|(place, _)| *place < before) {
                parts.push(part);
            }
            parts.push(Part::Element(*block));
        }
        parts.extend(met.map(|(_, part)| part));
        parts
    }

    /// Terms with their definitions as items of a list, which may have no other children (ISO 32000-1 §14.8.4.3.3).
    fn items_of_definitions(&mut self, kids: Vec<(Option<ElementId>, Kid)>) -> Vec<Kid> {
        let mut items: Vec<Kid> = Vec::new();
        let mut item: Vec<Kid> = Vec::new();
        let mut defined = false;
        for (element, kid) in kids {
            let kind = element.and_then(|id| self.element(id)).map(|element| &element.kind);
            if matches!(kind, Some(ElementKind::ListItem | ElementKind::Caption)) {
                items.push(kid);
                continue;
            }
            if matches!(kind, Some(ElementKind::DefinitionTerm)) && defined {
                let kids = std::mem::take(&mut item);
                items.push(self.push("LI", None, kids));
                defined = false;
            }
            defined |= matches!(kind, Some(ElementKind::Definition));
            item.push(kid);
        }
        if !item.is_empty() {
            items.push(self.push("LI", None, item));
        }
        items
    }

    /// ISO 14289-1 §7.18.5: an annotation that is a link stands in a Link. A note's mark is a Reference with a Link in
    /// it, an entry of the contents has a Reference with a Link (ISO 32000-1 §14.8.4.3.2, table 333).
    fn as_link(&mut self, kind: &ElementKind, kids: Vec<Kid>) -> Vec<Kid> {
        match kind {
            ElementKind::Link => kids,
            ElementKind::ContentsEntry => {
                let link = self.push("Link", None, kids);
                vec![self.push("Reference", None, vec![link])]
            }
            _ => vec![self.push("Link", None, kids)],
        }
    }

    /// Contents hold entries; what else is among them stands before them, in a part of its own.
    fn contents(&mut self, id: ElementId, kids: Vec<Kid>) -> Kid {
        let is_entry = |kid: &Kid| match kid {
            Kid::Node(node) => self.nodes.get(*node).is_some_and(|node| matches!(node.tag, "TOCI" | "TOC" | "Caption")),
            Kid::Content { .. } | Kid::Annotation(_) => false,
        };
        let (entries, mut others): (Vec<Kid>, Vec<Kid>) = kids.into_iter().partition(is_entry);
        if others.is_empty() {
            return self.push("TOC", Some(id), entries);
        }
        others.push(self.push("TOC", None, entries));
        self.push("Sect", Some(id), others)
    }

    /// Writes the tree and the parent tree; gives back the tree's root.
    pub(super) fn write(
        mut self,
        document: &mut Document,
        page_ids: &[ObjectId],
        annotations: &[PlacedAnnotation],
        alternatives: &BTreeMap<ElementId, String>,
    ) -> ObjectId {
        let root = document.new_object_id();
        let top = self.build(ElementId(0)).unwrap_or(Kid::Node(0));
        let ids: Vec<ObjectId> = self.nodes.iter().map(|_| document.new_object_id()).collect();
        let mut parents = vec![root; self.nodes.len()];
        for (place, node) in self.nodes.iter().enumerate() {
            for kid in &node.kids {
                if let Kid::Node(below) = kid {
                    parents[*below] = ids[place];
                }
            }
        }
        let mut owners: Vec<Vec<Object>> = vec![Vec::new(); page_ids.len()];
        let mut annotation_owners = vec![root; annotations.len()];
        let mut names: BTreeMap<Vec<u8>, ObjectId> = BTreeMap::new();
        let mut notes = 0;
        for (place, node) in self.nodes.iter().enumerate() {
            let mut dict = dictionary! { "S" => node.tag, "P" => parents[place] };
            let page = node.kids.iter().find_map(|kid| match kid {
                Kid::Content { page, .. } => Some(*page),
                Kid::Node(_) | Kid::Annotation(_) => None,
            });
            if let Some(page) = page {
                dict.set("Pg", page_ids[page]);
            }
            let mut kids: Vec<Object> = Vec::with_capacity(node.kids.len());
            for kid in &node.kids {
                kids.push(match *kid {
                    Kid::Node(below) => ids[below].into(),
                    Kid::Content { page: on, mcid } => {
                        let owners = &mut owners[on];
                        if owners.len() <= mcid {
                            owners.resize(mcid + 1, Object::Null);
                        }
                        owners[mcid] = ids[place].into();
                        let mcid = i64::try_from(mcid).unwrap_or(0);
                        match page {
                            Some(page) if page == on => mcid.into(),
                            _ => dictionary! { "Type" => "MCR", "Pg" => page_ids[on], "MCID" => mcid }.into(),
                        }
                    }
                    Kid::Annotation(index) => {
                        annotation_owners[index] = ids[place];
                        let PlacedAnnotation { page, object, .. } = annotations[index];
                        dictionary! { "Type" => "OBJR", "Pg" => page_ids[page], "Obj" => object }.into()
                    }
                });
            }
            match (kids.pop(), kids.is_empty()) {
                (None, _) => {}
                (Some(only), true) => dict.set("K", only),
                (Some(last), false) => {
                    kids.push(last);
                    dict.set("K", kids);
                }
            }
            // ISO 14289-1 §7.18.5: a link that shows nothing is described.
            if let ("Link", [Kid::Annotation(index), ..]) = (node.tag, node.kids.as_slice())
                && let Some(description) =
                    annotations.get(*index).and_then(|link| description_of(document, link.object))
            {
                dict.set("Alt", description);
            }
            if let Some((id, element)) =
                node.element.and_then(|id| Some((id, self.layout.elements.get(id.0 as usize)?)))
            {
                if let Some(lang) = &element.lang {
                    dict.set("Lang", file::text(lang));
                }
                // ISO 32000-1 §14.9.5.
                if let Some(expansion) = &element.expansion {
                    dict.set("E", file::text(expansion));
                }
                if let Some(alternative) = alternatives.get(&id) {
                    dict.set("Alt", file::text(alternative));
                }
                let on = page.or(element.place.map(|place| place.page));
                let height =
                    on.and_then(|on| self.layout.pages.get(on)).map_or(crate::units::Length::ZERO, |page| page.height);
                if let Some(attributes) = attributes(&element.kind, height) {
                    dict.set("A", attributes);
                }
                let is_note = element.kind == ElementKind::Note;
                notes += usize::from(is_note);
                // ISO 14289-1 §7.9: every Note has an ID of its own.
                let name = element.block.as_ref().map(|block| file::text_bytes(block.as_str()));
                let name = match name.filter(|name| !names.contains_key(name)) {
                    None if is_note => Some(format!("_note_{notes}").into_bytes()),
                    name => name,
                };
                if let Some(name) = name {
                    dict.set("ID", Object::String(name.clone(), lopdf::StringFormat::Literal));
                    names.insert(name, ids[place]);
                }
            }
            document.set_object(ids[place], dict);
        }
        let parent_tree = parent_tree(document, owners, &annotation_owners);
        let names = names.into_iter().map(|(name, id)| (name, id.into())).collect();
        let id_tree = super::trees::name_tree(document, names);
        let roles: lopdf::Dictionary =
            super::tags::ROLES.iter().map(|(own, standard)| (*own, Object::from(*standard))).collect();
        let keys = i64::try_from(page_ids.len() + annotations.len()).unwrap_or(0);
        let mut dict = dictionary! {
            "Type" => "StructTreeRoot", "ParentTree" => parent_tree, "ParentTreeNextKey" => keys, "RoleMap" => roles,
        };
        if let Kid::Node(top) = top
            && let Some(top) = ids.get(top)
        {
            dict.set("K", *top);
        }
        if let Some(id_tree) = id_tree {
            dict.set("IDTree", id_tree);
        }
        document.set_object(root, dict);
        root
    }
}

/// The `/Contents` of an annotation.
fn description_of(document: &Document, annotation: ObjectId) -> Option<Object> {
    document.get_dictionary(annotation).ok()?.get(b"Contents").ok().cloned()
}

/// A child of an element before its node is made.
enum Part {
    Content(Kid),
    Element(ElementId),
}

/// From pages and annotations back to elements (ISO 32000-1 §14.7.4.4): the key of a page is its number from 0, that of an
/// annotation follows those of the pages.
fn parent_tree(document: &mut Document, pages: Vec<Vec<Object>>, annotations: &[ObjectId]) -> ObjectId {
    let pages = pages.into_iter().map(|owners| Object::from(document.add_object(owners))).collect::<Vec<_>>();
    let entries = pages.into_iter().chain(annotations.iter().map(|id| Object::from(*id))).collect();
    super::trees::number_tree(document, entries)
}
