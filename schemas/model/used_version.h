#pragma once
/// Which version of a resource somebody took home last: kept so that they can be told of another one.
#include "schemas/model/resource.h"

namespace kecang {

struct UsedVersion {
  RevisionId revision;
  Time at{};
};
template <class V>
void describe(V& v, UsedVersion& u) {
  v("revision", u.revision);
  v("at", u.at);
}

}  // namespace kecang

KECANG_NOUN(kecang::UsedVersion);
