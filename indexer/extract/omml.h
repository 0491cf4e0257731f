#pragma once
/// Office's formulas (OMML) as one line of text, near to what people type: (a+b)/2, x^2, a_(n+1), √(x),
/// √[3](x), ∑_(i=1)^n i, lim_(x→0) f(x), {x+y=1; x-y=2. What is one word needs no brackets. Any thread may
/// call.
#include <string>

#include "indexer/extract/xml_reader.h"

namespace kecang::extract {

/// The reader stands on the start token of an `oMath`, afterwards behind its end. Elements that lie deeper
/// than anybody nests formulas give their characters only.
std::string linear_formula(XmlReader& reader);

}  // namespace kecang::extract
