// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/inspector_panel.h"

#include "ui/data/data_window.h"
#include "ui/inspector/param_editor.h"
#include "ui/inspector/surrogate_curve.h"
#include "ui/model/group_view.h"
#include "ui/model/texts.h"
#include "ui/theme/theme.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

namespace spw::ui {
namespace {

QLabel* words(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Minimum);
    return label;
}

QLabel* heading(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    return label;
}

} // namespace

InspectorPanel::InspectorPanel(ProjectModel& project, Selection& selection, RunView& run, QWidget* parent)
    : QWidget(parent), m_project(project), m_selection(selection), m_run(run)
{
    setObjectName(QStringLiteral("inspector"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 6, 8, 0);
    auto* top = new QHBoxLayout;
    m_find = new QLineEdit(this);
    m_find->setObjectName(QStringLiteral("inspector.find"));
    m_find->setClearButtonEnabled(true);
    m_show = new QComboBox(this);
    m_show->setObjectName(QStringLiteral("inspector.show"));
    for (int i = 0; i < 3; ++i)
        m_show->addItem(QString());
    top->addWidget(m_find, 1);
    top->addWidget(m_show);
    column->addLayout(top);
    m_scroll = new QScrollArea(this);
    m_scroll->setObjectName(QStringLiteral("inspector.scroll"));
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column->addWidget(m_scroll, 1);
    setMinimumWidth(260);

    const auto again = [this] {
        m_old = true;
        rebuild();
    };
    connect(&m_selection, &Selection::changed, this, [this] {
        if (m_selection.nodes() != m_shown || m_selection.group() != m_shownGroup)
            m_old = true;
        rebuild();
    });
    connect(&m_project, &ProjectModel::reset, this, again);
    connect(&m_project, &ProjectModel::graphChanged, this, &InspectorPanel::refresh);
    connect(&m_project, &ProjectModel::runSettingsChanged, this, [this, again] {
        if (m_shown.empty())
            again();
    });
    connect(m_find, &QLineEdit::textChanged, this, &InspectorPanel::refresh);
    connect(m_show, &QComboBox::currentIndexChanged, this, &InspectorPanel::refresh);
    connect(&m_run, &RunView::snapshotChanged, this, [this] {
        if (m_health && isVisible())
            m_health->setText(healthText());
    });
    connect(&Theme::current(), &Theme::changed, this, again);
    QEvent language(QEvent::LanguageChange);
    changeEvent(&language);
}

void InspectorPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::LanguageChange)
        return;
    m_find->setPlaceholderText(tr("Find parameter"));
    m_find->setAccessibleName(tr("Find parameter"));
    m_show->setAccessibleName(tr("Which parameters"));
    m_show->setItemText(Common, tr("Common"));
    m_show->setItemText(All, tr("All"));
    m_show->setItemText(Changed, tr("Changed"));
    m_old = true;
    rebuild();
}

ParamEditor* InspectorPanel::editor(const std::string& param) const
{
    const auto it = m_rows.find(param);
    return it == m_rows.end() || it->second.editor->isHidden() ? nullptr : it->second.editor;
}

void InspectorPanel::focusFirst()
{
    if (m_repeat) {
        m_repeat->setFocus(Qt::OtherFocusReason);
        m_repeat->selectAll();
        return;
    }
    for (const auto& [name, row] : m_rows)
        if (!row.editor->isHidden())
            for (QWidget* child : row.editor->findChildren<QWidget*>())
                if (child->focusPolicy() != Qt::NoFocus && child->isEnabled()) {
                    child->setFocus(Qt::OtherFocusReason);
                    return;
                }
}

void InspectorPanel::rebuild()
{
    if (!m_old)
        return;
    m_old = false;
    m_shown = m_selection.nodes();
    m_shownGroup = m_selection.group();
    m_rows.clear();
    m_groupTitle = nullptr;
    m_repeat = nullptr;
    m_groupText = nullptr;
    m_shapes = m_health = nullptr;
    m_curve = nullptr;
    auto* page = new QWidget;
    m_page = page;
    if (m_shown.empty())
        buildEmpty();
    else if (group())
        buildGroup();
    else
        buildNodes();
    // The old page may hold the editor whose signal got us here.
    if (QWidget* old = m_scroll->takeWidget()) {
        old->hide();
        old->deleteLater();
    }
    m_scroll->setWidget(page);
    refresh();
}

void InspectorPanel::buildEmpty()
{
    auto* column = new QVBoxLayout(m_page);
    column->setContentsMargins(0, 6, 0, 6);
    column->addWidget(words(tr("Nothing selected. Project settings below."), m_page));
    auto* grid = new QGridLayout;
    grid->setColumnStretch(1, 1);
    column->addLayout(grid);
    const RunSettings& run = m_project.document().run;

    auto* seed = new QLineEdit(QString::number(run.seed), m_page);
    seed->setObjectName(QStringLiteral("project.seed"));
    seed->setAccessibleName(tr("Seed"));
    seed->setToolTip(tr("Start of all random numbers of a run: same seed, same run"));
    connect(seed, &QLineEdit::editingFinished, this, [this, seed] {
        bool ok = false;
        const qulonglong number = seed->text().trimmed().toULongLong(&ok);
        if (!ok) {
            seed->setText(QString::number(m_project.document().run.seed));
            return;
        }
        RunSettings changed = m_project.document().run;
        changed.seed = number;
        m_project.setRunSettings(changed);
    });
    auto* threads = new QSpinBox(m_page);
    threads->setObjectName(QStringLiteral("project.threads"));
    threads->setAccessibleName(tr("Threads"));
    threads->setRange(0, 1024);
    threads->setSpecialValueText(tr("all"));
    threads->setValue(run.threads);
    connect(threads, &QSpinBox::editingFinished, this, [this, threads] {
        RunSettings changed = m_project.document().run;
        changed.threads = threads->value();
        m_project.setRunSettings(changed);
    });
    grid->addWidget(new QLabel(tr("Seed"), m_page), 0, 0);
    grid->addWidget(seed, 0, 1);
    grid->addWidget(new QLabel(tr("Threads"), m_page), 1, 0);
    grid->addWidget(threads, 1, 1);
    if (!m_project.document().description.empty()) {
        column->addSpacing(8);
        column->addWidget(words(toQString(m_project.document().description), m_page));
    }
    column->addStretch(1);
}

void InspectorPanel::buildNodes()
{
    const Graph& graph = m_project.graph();
    auto* column = new QVBoxLayout(m_page);
    column->setContentsMargins(0, 6, 0, 6);
    const NodeId current = m_selection.node();
    const NodeSpec* spec = graph.contains(current) ? graph.spec(current) : nullptr;
    bool sameType = true;
    for (const NodeId id : m_shown)
        sameType = sameType && graph.contains(id) && graph.contains(current) && graph.node(id).type == graph.node(current).type;

    if (m_shown.size() > 1) {
        column->addWidget(heading(sameType && spec ? tr("%n nodes of type %1", nullptr, int(m_shown.size())).arg(catalogText(spec->title))
                                                   : tr("%n nodes", nullptr, int(m_shown.size())),
                                  m_page));
    } else if (graph.contains(current)) {
        auto* title = new QLineEdit(toQString(graph.node(current).title), m_page);
        title->setObjectName(QStringLiteral("inspector.title"));
        title->setAccessibleName(tr("Node name"));
        connect(title, &QLineEdit::editingFinished, this, [this, title, current] {
            const std::string text = title->text().trimmed().toStdString();
            if (m_project.graph().contains(current) && !text.empty() && text != m_project.graph().node(current).title)
                m_project.apply(RenameNode{current, text}, tr("Rename"));
        });
        column->addWidget(title);
    }
    if (!spec) {
        if (graph.contains(current))
            column->addWidget(words(tr("Unknown node type '%1'. It comes from a plugin that is not here; its parameters and wires are kept.")
                                        .arg(toQString(graph.node(current).type)),
                                    m_page));
        column->addStretch(1);
        return;
    }
    if (sameType) {
        column->addWidget(words(QStringLiteral("<b>%1</b> · %2").arg(catalogText(spec->title).toHtmlEscaped(), categoryText(spec->category).toHtmlEscaped()), m_page));
        column->addWidget(words(catalogText(spec->caption), m_page));
    }

    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(6);
    grid->setVerticalSpacing(5);
    grid->setColumnStretch(1, 1);
    grid->setColumnMinimumWidth(3, 24);     // the reset arrow comes and goes
    column->addLayout(grid);
    int index = 0;
    for (const ParamSpec& param : spec->params) {
        bool shared = true;
        for (const NodeId id : m_shown) {
            const NodeSpec* other = graph.contains(id) ? graph.spec(id) : nullptr;
            const ParamSpec* same = other ? other->param(param.name) : nullptr;
            shared = shared && same && same->type == param.type;
        }
        if (!shared)
            continue;
        addRow(grid, index++, param);
        if (param.name == "alpha" && spec->param("surrogate")) {
            m_curve = new SurrogateCurve(m_page);
            grid->addWidget(m_curve, index++, 0, 1, 4);
        }
    }
    if (index == 0)
        column->addWidget(words(tr("No parameters."), m_page));

    if (m_shown.size() == 1) {
        column->addSpacing(6);
        column->addWidget(heading(tr("Shape"), m_page));
        m_shapes = words({}, m_page);
        m_shapes->setObjectName(QStringLiteral("inspector.shapes"));
        column->addWidget(m_shapes);
        if (spec->category == Category::Dataset) {
            auto* look = new QPushButton(tr("Look into the Data..."), m_page);
            look->setObjectName(QStringLiteral("inspector.data"));
            connect(look, &QPushButton::clicked, this, [this] {
                const Node& node = m_project.graph().node(*m_shown.begin());
                auto* window = new DataWindow(toQString(node.title), node.type, node.values, m_project.base(), this->window());
                window->setAttribute(Qt::WA_DeleteOnClose);
                connect(window, &DataWindow::fetched, this, [this, id = node.id](const QString& param, const QString& folder) {
                    if (m_project.graph().contains(id))
                        m_project.apply(SetParam{id, param.toStdString(), ParamValue(folder.toStdString())}, tr("Use the downloaded files"));
                });
                static_cast<QWidget*>(window)->show();
            });
            column->addWidget(look);
        }
        if (spec->category == Category::Neuron) {
            column->addWidget(heading(tr("Health"), m_page));
            m_health = words(healthText(), m_page);
            m_health->setObjectName(QStringLiteral("inspector.health"));
            column->addWidget(m_health);
        }
        if (!spec->doc.empty()) {
            column->addWidget(heading(tr("Meaning"), m_page));
            auto* doc = words(catalogText(spec->doc), m_page);
            doc->setTextFormat(Qt::PlainText);
            column->addWidget(doc);
        }
        if (!spec->source.empty()) {
            auto* source = words(tr("Source: %1").arg(toQString(spec->source)), m_page);
            source->setEnabled(false);
            column->addWidget(source);
        }
    }
    column->addStretch(1);
}

void InspectorPanel::addRow(QGridLayout* grid, int index, const ParamSpec& spec)
{
    Row row;
    row.spec = &spec;
    row.name = new QLabel(m_page);
    row.name->setObjectName(QStringLiteral("name.") + toQString(spec.name));
    QString tip = QStringLiteral("<b>%1</b> (%2)<br>%3").arg(catalogText(spec.caption).toHtmlEscaped(), toQString(spec.name), catalogText(spec.doc).toHtmlEscaped());
    if (spec.type == ParamType::Int || spec.type == ParamType::Real || spec.type == ParamType::OptionalReal || listLength(spec.type) > 0)
        tip += QStringLiteral("<br>") + tr("Allowed: %1. Default: %2.").arg(toQString(spec.range.text()).toHtmlEscaped(), valueText(spec, spec.initial));
    row.name->setToolTip(tip);
    row.editor = new ParamEditor(spec, m_page);
    row.editor->setToolTip(tip);
    row.editor->setBaseFolder(QString::fromStdString(m_project.base().string()));
    row.applies = new QLabel(appliesText(spec.applies), m_page);
    row.applies->setToolTip(appliesDoc(spec.applies));
    row.applies->setEnabled(false);
    QFont small = row.applies->font();
    small.setPointSizeF(small.pointSizeF() * 0.85);
    row.applies->setFont(small);
    row.reset = new QToolButton(m_page);
    row.reset->setObjectName(QStringLiteral("reset.") + toQString(spec.name));
    row.reset->setAutoRaise(true);
    row.reset->setText(QStringLiteral("↺"));
    row.reset->setToolTip(tr("Back to the default, %1").arg(valueText(spec, spec.initial)));
    row.reset->setAccessibleName(tr("Reset %1").arg(catalogText(spec.caption)));
    connect(row.editor, &ParamEditor::edited, this, [this, &spec](const ParamValue& value) { setParam(spec, value); });
    connect(row.reset, &QToolButton::clicked, this, [this, &spec] { setParam(spec, spec.initial); });
    row.name->setWordWrap(true);         // long captions must not push the values out of sight
    grid->addWidget(row.name, index, 0, Qt::AlignTop);
    grid->addWidget(row.editor, index, 1);
    grid->addWidget(row.applies, index, 2, Qt::AlignTop);
    grid->addWidget(row.reset, index, 3, Qt::AlignTop);
    m_rows[spec.name] = row;
}

void InspectorPanel::setParam(const ParamSpec& spec, const ParamValue& value)
{
    const QString text = tr("Set %1").arg(catalogText(spec.caption));
    if (m_shown.size() == 1) {
        m_project.apply(SetParam{*m_shown.begin(), spec.name, value}, text);
    } else {
        Batch batch;
        for (const NodeId id : m_shown)
            batch.edits.push_back(SetParam{id, spec.name, value});
        m_project.apply(batch, text);
    }
    refresh();
}

std::optional<ParamValue> InspectorPanel::commonValue(const ParamSpec& spec) const
{
    std::optional<ParamValue> common;
    for (const NodeId id : m_shown) {
        if (!m_project.graph().contains(id) || !m_project.graph().node(id).values.has(spec.name))
            return std::nullopt;
        const ParamValue& value = m_project.graph().node(id).values.at(spec.name);
        if (common && *common != value)
            return std::nullopt;
        common = value;
    }
    return common;
}

void InspectorPanel::refresh()
{
    if (m_shown.empty() || m_old)
        return;
    const Graph& graph = m_project.graph();
    const NodeId first = *m_shown.begin();
    if (!graph.contains(first))
        return;
    if (m_repeat) {
        refreshGroup();
        return;
    }
    const QString find = m_find->text().trimmed().toLower();
    for (auto& [name, row] : m_rows) {
        const ParamSpec& spec = *row.spec;
        const auto value = commonValue(spec);
        row.editor->setValue(value);
        const bool changed = !value || *value != spec.initial;
        const QString caption = catalogText(spec.caption);
        row.name->setText((changed ? QStringLiteral("● ") : QStringLiteral("   ")) + caption);
        row.reset->setVisible(changed);
        bool shown = isShown(spec, graph.node(first).values);
        if (!find.isEmpty())
            shown = shown && (caption.toLower().contains(find) || toQString(name).contains(find));
        else if (m_show->currentIndex() == Common)
            shown = shown && (spec.common || changed);
        else if (m_show->currentIndex() == Changed)
            shown = shown && changed;
        for (QWidget* part : {static_cast<QWidget*>(row.name), static_cast<QWidget*>(row.editor), static_cast<QWidget*>(row.applies)})
            part->setVisible(shown);
        if (!shown)
            row.reset->setVisible(false);
    }
    if (m_curve)
        m_curve->setSurrogate(graph.node(first).values);
    if (m_shapes)
        m_shapes->setText(shapeText());
}

QString InspectorPanel::shapeText() const
{
    const NodeId id = *m_shown.begin();
    const NodeSpec* spec = m_project.graph().spec(id);
    const Plan& plan = m_project.plan();
    QStringList lines;
    const auto describe = [](const std::pair<const PortInfo*, const PortInfo*>& both) {
        if (!both.first)
            return QStringLiteral("?");
        const PortInfo& info = *both.first;
        QString text = portTypeText(info.type);
        if (!info.features.empty())
            text += u' ' + stackShape(both);
        if (info.steps)
            text += QStringLiteral(", T=%1").arg(*info.steps);
        if (info.classes)
            text += u' ' + QCoreApplication::translate("InspectorPanel", "(%n classes)", nullptr, int(*info.classes));
        return text;
    };
    for (const PortSpec& port : spec->inputs) {
        const auto source = m_project.graph().source({id, port.name});
        if (!source) {
            lines << tr("in %1: not connected (%2)").arg(toQString(port.name), portTypeText(port.type));
            continue;
        }
        lines << tr("in %1: %2").arg(toQString(port.name), describe(wireInfo(m_project.graph(), plan, {*source, {id, port.name}})));
    }
    for (const PortSpec& port : spec->outputs)
        lines << tr("out %1: %2").arg(toQString(port.name), describe(outputInfo(m_project.graph(), plan, {id, port.name})));
    if (const PlannedNode* planned = plan.find(id); planned && planned->parameterCount > 0)
        lines << tr("%1 parameters").arg(QLocale().toString(qlonglong(planned->parameterCount)));
    if (const std::int64_t copies = copiesOf(m_project.graph(), id); copies > 1)
        lines << tr("stands for %n copies, each with weights of its own", nullptr, int(copies));
    for (const Diagnostic& d : m_project.problems())
        if (d.node == id && !groupOf(m_project.graph(), d))
            lines << (d.severity == Severity::Error ? QStringLiteral("× ") : QStringLiteral("! ")) + toQString(d.what) + u' ' + toQString(d.fix);
    return lines.join(u'\n');
}

QString InspectorPanel::healthText() const
{
    const auto snapshot = m_run.snapshot();
    if (!snapshot || m_shown.empty())
        return tr("Measured while a run is under way.");
    const auto activity = stackActivity(*snapshot, *m_shown.begin());
    if (!activity)
        return tr("Not measured yet.");
    const QLocale locale;
    QStringList lines;
    for (const NodeActivity& one : activity->copies) {
        const QString words = tr("firing rate %1 % of steps, dead %2 %, saturated %3 %")
                                  .arg(locale.toString(100 * one.rate, 'f', 1), locale.toString(100 * one.deadShare, 'f', 1),
                                       locale.toString(100 * one.saturatedShare, 'f', 1));
        lines << (activity->copies.size() > 1 ? QStringLiteral("[%1] ").arg(lines.size() + 1) + words : words);
    }
    return lines.join(u'\n');
}

} // namespace spw::ui
