// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include <QApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

namespace spw::ui {
namespace {

QString kindToken(PortType type)
{
    switch (type) {
    case PortType::Spikes: return QStringLiteral("kind.s");
    case PortType::Sequence: return QStringLiteral("kind.c");
    case PortType::Static: return QStringLiteral("kind.i");
    case PortType::Readout: return QStringLiteral("kind.i");   // values without time, like images
    case PortType::Events: return QStringLiteral("kind.e");
    case PortType::Label: return QStringLiteral("kind.l");
    case PortType::Scalar: return QStringLiteral("kind.p");
    }
    return QStringLiteral("kind.p");
}

QString categoryToken(Category category)
{
    switch (category) {
    case Category::Dataset: return QStringLiteral("category.dataset");
    case Category::Transform: return QStringLiteral("category.transform");
    case Category::Encoder: return QStringLiteral("category.encoder");
    case Category::Layer: return QStringLiteral("category.layer");
    case Category::Synapse: return QStringLiteral("category.synapse");
    case Category::Neuron: return QStringLiteral("category.neuron");
    case Category::Container: return QStringLiteral("category.container");
    case Category::Readout: return QStringLiteral("category.readout");
    case Category::Loss: return QStringLiteral("category.loss");
    case Category::Learner: return QStringLiteral("category.learner");
    case Category::Metric: return QStringLiteral("category.metric");
    case Category::Probe: return QStringLiteral("category.probe");
    }
    return QStringLiteral("category.layer");
}

} // namespace

Theme& Theme::current()
{
    static Theme theme;
    return theme;
}

Theme::Theme()
{
    load(QStringLiteral("dark"));
}

QStringList Theme::names()
{
    return {QStringLiteral("light"), QStringLiteral("dark")};
}

void Theme::load(const QString& name)
{
    QFile file(QStringLiteral(":/themes/%1.json").arg(name));
    if (!file.open(QIODevice::ReadOnly)) {
        qWarning("Theme '%s' is missing.", qPrintable(name));
        return;
    }
    const QJsonObject root = QJsonDocument::fromJson(file.readAll()).object();
    const QJsonObject colors = root.value(QStringLiteral("colors")).toObject();
    m_colors.clear();
    for (auto it = colors.begin(); it != colors.end(); ++it)
        m_colors.insert(it.key(), QColor(it.value().toString()));
    m_dark = root.value(QStringLiteral("dark")).toBool();
    m_name = name;
}

void Theme::setName(const QString& name)
{
    if (!names().contains(name))
        return;
    load(name);
    if (qApp && qobject_cast<QApplication*>(qApp)) {
        QApplication::setPalette(palette());
        static_cast<QApplication*>(qApp)->setStyleSheet(styleSheet());
    }
    Q_EMIT changed();
}

QColor Theme::color(const QString& token) const
{
    const auto it = m_colors.find(token);
    if (it != m_colors.end())
        return *it;
    qWarning("No theme has the colour '%s'.", qPrintable(token));
    return Qt::magenta;
}

QStringList Theme::tokens() const
{
    QStringList list = m_colors.keys();
    list.sort();
    return list;
}

QColor Theme::kind(PortType type) const
{
    return color(kindToken(type));
}

QColor Theme::category(Category category) const
{
    return color(categoryToken(category));
}

QColor Theme::severity(Severity severity) const
{
    switch (severity) {
    case Severity::Error: return color(QStringLiteral("error"));
    case Severity::Warning: return color(QStringLiteral("warning"));
    case Severity::Info: return color(QStringLiteral("info"));
    }
    return color(QStringLiteral("info"));
}

QColor Theme::series(int index) const
{
    return color(QStringLiteral("series.%1").arg(index % 6 + 1));
}

QChar Theme::kindLetter(PortType type)
{
    switch (type) {
    case PortType::Spikes: return u's';
    case PortType::Sequence: return u'c';
    case PortType::Static: return u'i';
    case PortType::Readout: return u'r';
    case PortType::Events: return u'e';
    case PortType::Label: return u'l';
    case PortType::Scalar: return u'p';
    }
    return u'?';
}

QChar Theme::categoryLetter(Category category)
{
    switch (category) {
    case Category::Dataset: return u'D';
    case Category::Transform: return u'T';
    case Category::Encoder: return u'E';
    case Category::Layer: return u'Y';
    case Category::Synapse: return u'S';
    case Category::Neuron: return u'N';
    case Category::Container: return u'G';
    case Category::Readout: return u'O';
    case Category::Loss: return u'L';
    case Category::Learner: return u'R';
    case Category::Metric: return u'M';
    case Category::Probe: return u'P';
    }
    return u'?';
}

QPalette Theme::palette() const
{
    const auto c = [this](const char* token) { return color(QLatin1String(token)); };
    QPalette p;
    p.setColor(QPalette::Window, c("window"));
    p.setColor(QPalette::WindowText, c("text"));
    p.setColor(QPalette::Base, c("base"));
    p.setColor(QPalette::AlternateBase, c("window"));
    p.setColor(QPalette::Text, c("text"));
    p.setColor(QPalette::Button, c("button"));
    p.setColor(QPalette::ButtonText, c("text"));
    p.setColor(QPalette::BrightText, c("error"));
    p.setColor(QPalette::ToolTipBase, c("node"));
    p.setColor(QPalette::ToolTipText, c("text"));
    p.setColor(QPalette::PlaceholderText, c("secondary"));
    p.setColor(QPalette::Highlight, c("accent"));
    p.setColor(QPalette::HighlightedText, c("accentText"));
    p.setColor(QPalette::Link, c("info"));
    p.setColor(QPalette::Light, c("border"));
    p.setColor(QPalette::Midlight, c("border"));
    p.setColor(QPalette::Mid, c("border"));
    p.setColor(QPalette::Dark, c("border"));
    p.setColor(QPalette::Shadow, c("canvas"));
    for (const auto role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, c("disabled"));
    return p;
}

QString Theme::styleSheet() const
{
    const auto c = [this](const char* token) { return color(QLatin1String(token)).name(); };
    return QStringLiteral("QToolTip { color: %1; background: %2; border: 1px solid %3; padding: 3px; }"
                          "QDockWidget::title { background: %4; padding: 2px 6px; }"
                          "QMainWindow::separator { background: %3; width: 3px; height: 3px; }"
                          "QStatusBar::item { border: none; }"
                          "QToolBar { border: none; border-bottom: 1px solid %3; spacing: 4px; padding: 2px; }")
        .arg(c("text"), c("node"), c("border"), c("header"));
}

} // namespace spw::ui
