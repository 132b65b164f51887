// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/welcome.h"

#include "core/document/examples.h"

#include <QCoreApplication>
#include <QEvent>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace spw::ui {

Welcome::Welcome(ProjectModel& project, QWidget* canvas) : QWidget(canvas), m_project(project), m_canvas(canvas)
{
    setObjectName(QStringLiteral("welcome"));
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    fill();
    canvas->installEventFilter(this);
    connect(&m_project, &ProjectModel::graphChanged, this, &Welcome::follow);
    connect(&m_project, &ProjectModel::recentChanged, this, &Welcome::fill);
    follow();
}

void Welcome::fill()
{
    if (m_card) {
        m_card->hide();
        m_card->deleteLater();
    }
    m_card = new QWidget(this);
    auto* column = new QVBoxLayout(m_card);
    column->setSpacing(4);
    auto* title = new QLabel(tr("Start here"), m_card);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.6);
    large.setBold(true);
    title->setFont(large);
    column->addWidget(title);
    auto* hint = new QLabel(tr("Press Tab to add a node, drag one from the library, or open something."), m_card);
    hint->setWordWrap(true);
    column->addWidget(hint);
    column->addSpacing(8);
    for (const Example& example : builtinExamples()) {
        auto* button = new QPushButton(tr("Example: %1").arg(QCoreApplication::translate("examples", example.title.c_str())), m_card);
        button->setObjectName(QStringLiteral("welcome.example.") + QString::fromStdString(example.id));
        button->setStyleSheet(QStringLiteral("text-align: left; padding: 2px 10px;"));
        button->setToolTip(QCoreApplication::translate("examples", example.description.c_str()));
        connect(button, &QPushButton::clicked, this, [this, name = QString::fromStdString(example.id)] { Q_EMIT exampleChosen(name); });
        column->addWidget(button);
    }
    auto* known = new QPushButton(tr("New from a template..."), m_card);
    known->setObjectName(QStringLiteral("welcome.template"));
    known->setStyleSheet(QStringLiteral("text-align: left; padding: 2px 10px;"));
    known->setToolTip(tr("Known networks: residual, VGG, recurrent, those of the tutorials"));
    connect(known, &QPushButton::clicked, this, &Welcome::templateChosen);
    column->addWidget(known);
    auto* open = new QPushButton(tr("Open..."), m_card);
    open->setObjectName(QStringLiteral("welcome.open"));
    open->setStyleSheet(QStringLiteral("text-align: left; padding: 2px 10px;"));
    connect(open, &QPushButton::clicked, this, &Welcome::openChosen);
    column->addWidget(open);
    const QStringList recent = m_project.recentFiles().mid(0, 4);
    if (!recent.isEmpty()) {
        column->addSpacing(8);
        column->addWidget(new QLabel(tr("Recent"), m_card));
        for (const QString& file : recent) {
            auto* link = new QPushButton(QFileInfo(file).completeBaseName(), m_card);
            link->setToolTip(file);
            link->setFlat(true);
            link->setStyleSheet(QStringLiteral("text-align: left; padding: 3px 10px;"));
            connect(link, &QPushButton::clicked, this, [this, file] { Q_EMIT fileChosen(file); });
            column->addWidget(link);
        }
    }
    for (QPushButton* button : m_card->findChildren<QPushButton*>())
        button->setMinimumHeight(fontMetrics().lineSpacing() + 8);      // rather cut the list than the words
    layout()->addWidget(m_card);
    m_card->show();
    follow();
}

void Welcome::follow()
{
    setVisible(m_project.graph().nodes().empty());
    const QSize wanted(std::min(std::max(460, sizeHint().width()), m_canvas->width() - 20), std::min(sizeHint().height(), m_canvas->height() - 10));
    setGeometry(QRect(QPoint((m_canvas->width() - wanted.width()) / 2, std::max(5, (m_canvas->height() - wanted.height()) / 2)), wanted));
}

bool Welcome::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize)
        follow();
    return QWidget::eventFilter(watched, event);
}

void Welcome::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        fill();
}

} // namespace spw::ui
