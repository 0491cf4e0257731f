#pragma once
/// What people write into the outline of a collection. Pure; any thread may call.
#include <set>
#include <string>

#include "schemas/model/collection.h"

namespace kecang {

/// Tidies what was sent, and refuses what cannot stand there: invalid/value.too_long, value.too_many,
/// collection.item_without_resource, collection.link_without_title, collection.link_not_https,
/// collection.pages_reversed.
Result<Outline> tidy_outline(Outline sent);

/// What an editor sent in place of `stored`, joined with the items they could not see: these stay behind the
/// item they stood behind, and where their section went, in the one before it. Parts that were there keep
/// their ids, new ones get their own.
Outline joined(const Outline& stored, const Outline& sent, const std::set<std::string>& hidden);

/// An https address with a host, and nothing in it that could be read in two ways.
bool is_https_address(std::string_view url);

}  // namespace kecang
