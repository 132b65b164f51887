// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>

namespace spw {

/// A problem the user can act on. Every message answers: what happened, where, how to fix it.
/// what() joins the three for logs and terminals.
class Error : public std::runtime_error {
public:
    Error(std::string what, std::string where, std::string fix);

    const std::string& happened() const noexcept { return m_happened; }
    const std::string& where() const noexcept { return m_where; }
    const std::string& fix() const noexcept { return m_fix; }

    /// The same error seen from one level further out: "LIF 3" becomes "hidden.spw > LIF 3".
    Error within(const std::string& outer) const;

private:
    std::string m_happened, m_where, m_fix;
};

/// The device asked for, or a library it needs, is not on this machine (exit code 4 of the command line).
class MissingDeviceError : public Error {
public:
    using Error::Error;
};

} // namespace spw
