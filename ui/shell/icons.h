// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>

namespace spw::ui {

/// Small pictures drawn in the colours of the theme: play, pause, stop, step, checkpoint, resume.
QIcon themedIcon(const QString& name);

} // namespace spw::ui
