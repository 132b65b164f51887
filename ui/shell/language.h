// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace spw::ui {

/// "en" or "zh_CN". Switches live: every widget gets a LanguageChange event.
void setLanguage(const QString& language);
QString currentLanguage();
/// The system's language if the studio speaks it, else English.
QString systemLanguage();

} // namespace spw::ui
