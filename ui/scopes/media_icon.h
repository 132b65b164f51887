// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyle>

class QToolButton;
class QWidget;

namespace spw::ui {

/// Gives a button one of the style's media icons in the text colour of the theme (the style draws them dark on dark).
void setMediaIcon(QToolButton* button, QStyle::StandardPixmap icon);

/// Draws all media icons below `root` again: the theme has changed.
void refreshMediaIcons(QWidget* root);

} // namespace spw::ui
