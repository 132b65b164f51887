// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/diagnostic.h"

#include <QPlainTextEdit>

namespace spw::ui {

/// What happened, one line each with its time. The last thousand lines are kept.
class ConsolePanel : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit ConsolePanel(QWidget* parent = nullptr);
    void log(Severity severity, const QString& text);
};

} // namespace spw::ui
