// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"

namespace spw {

Error::Error(std::string what, std::string where, std::string fix)
    : std::runtime_error((where.empty() ? what : where + ": " + what) + (fix.empty() ? "" : " " + fix))
    , m_happened(std::move(what))
    , m_where(std::move(where))
    , m_fix(std::move(fix))
{
}

Error Error::within(const std::string& outer) const
{
    return Error(m_happened, m_where.empty() ? outer : outer + " > " + m_where, m_fix);
}

} // namespace spw
