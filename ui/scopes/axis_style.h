// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>

class QCPAxisRect;

namespace spw::ui {

/// What is written at the axes of every plot is a little smaller than the text around it.
QFont axisFont(QFont around);
/// Colours of the theme and the sizes that all plots share.
void styleAxes(QCPAxisRect* rect, const QFont& around);

} // namespace spw::ui
