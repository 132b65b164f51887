// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeyEvent>
#include <QLineEdit>

namespace spw::ui {

/// A line typed on the canvas. Enter ends it and goes no further, where it would mean "edit the selected node".
class NameEdit final : public QLineEdit {
public:
    using QLineEdit::QLineEdit;

protected:
    void keyPressEvent(QKeyEvent* event) override
    {
        const bool ends = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
        QLineEdit::keyPressEvent(event);
        if (ends)
            event->accept();
    }
};

} // namespace spw::ui
