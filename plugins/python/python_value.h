// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/param.h"

namespace spw::python {

/// A value as Python source: True, 2.0, None, 'relu', (3, 3).
std::string pythonText(const ParamValue& value);
std::string pythonText(double value);
std::string pythonTuple(const std::vector<std::int64_t>& values);
/// With quotes, whatever letters it has.
std::string pythonString(const std::string& text);

} // namespace spw::python
