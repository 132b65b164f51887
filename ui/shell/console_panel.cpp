// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/console_panel.h"

#include <QTime>

namespace spw::ui {

ConsolePanel::ConsolePanel(QWidget* parent) : QPlainTextEdit(parent)
{
    setObjectName(QStringLiteral("console"));
    setAccessibleName(tr("Console"));
    setReadOnly(true);
    setFrameShape(QFrame::NoFrame);
    setMaximumBlockCount(1000);
}

void ConsolePanel::log(Severity severity, const QString& text)
{
    const QChar mark = severity == Severity::Error ? u'×' : severity == Severity::Warning ? u'!' : u' ';
    appendPlainText(QTime::currentTime().toString(QStringLiteral("HH:mm:ss")) + QStringLiteral("  ") + mark + u' ' + text);
}

} // namespace spw::ui
