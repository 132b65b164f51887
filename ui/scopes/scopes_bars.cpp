// SPDX-License-Identifier: GPL-3.0-or-later
// The bars above and below the scopes: layer, verdict, views; transport.
#include "ui/model/selection.h"
#include "ui/model/time_cursor.h"
#include "ui/scopes/dvs_player.h"
#include "ui/scopes/elided_label.h"
#include "ui/scopes/heatmap_view.h"
#include "ui/scopes/media_icon.h"
#include "ui/scopes/output_bars.h"
#include "ui/scopes/raster_view.h"
#include "ui/scopes/scopes_panel.h"
#include "ui/scopes/trace_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QStyle>
#include <QToolButton>

namespace spw::ui {

QWidget* ScopesPanel::buildHeader()
{
    auto* const bar = new QWidget;
    auto* const row = new QHBoxLayout(bar);
    row->setContentsMargins(6, 2, 6, 2);
    row->setSpacing(6);
    m_header = new ElidedLabel(bar);
    m_header->setObjectName(QStringLiteral("scopes.header"));
    m_chip = new QLabel(bar);
    m_chip->setObjectName(QStringLiteral("scopes.chip"));
    m_layerBox = new QComboBox(bar);
    m_layerBox->setObjectName(QStringLiteral("scopes.layer"));
    m_layerBox->setAccessibleName(tr("Layer"));
    m_layerBox->setToolTip(tr("Layer whose spikes and membranes are shown"));
    m_layerBox->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_quantityBox = new QComboBox(bar);
    m_quantityBox->setObjectName(QStringLiteral("scopes.quantity"));
    m_quantityBox->setAccessibleName(tr("Quantity"));
    m_quantityBox->setToolTip(tr("What heatmap and trace show of this layer"));
    m_quantityBox->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_quantityBox->hide();
    connect(m_quantityBox, &QComboBox::activated, this, [this] {
        m_quantity = m_quantityBox->currentText();
        showLayer();
    });
    connect(m_layerBox, &QComboBox::activated, this, [this](int index) {
        if (index >= 0 && std::size_t(index) < m_layers.size())
            m_selection.setUnit(m_layers[std::size_t(index)].node, -1);
    });
    m_views = new QToolButton(bar);
    m_views->setObjectName(QStringLiteral("scopes.views"));
    m_views->setText(tr("Views"));
    m_views->setPopupMode(QToolButton::InstantPopup);
    m_views->setFocusPolicy(Qt::TabFocus);
    auto* const menu = new QMenu(m_views);
    menu->setObjectName(QStringLiteral("scopes.viewsMenu"));
    const auto toggle = [&](const QString& text, const char* name, auto action) {
        QAction* const a = menu->addAction(text);
        a->setObjectName(QLatin1String(name));
        a->setCheckable(true);
        a->setChecked(true);
        connect(a, &QAction::toggled, this, action);
    };
    toggle(tr("Raster"), "scopes.show.raster", [this](bool on) {
        m_wantsRaster = on;
        leaveOutEmpty();
    });
    toggle(tr("Voltage heatmap"), "scopes.show.heatmap", [this](bool on) { m_heatmap->setVisible(on); });
    toggle(tr("Spikes in the heatmap"), "scopes.show.ticks", [this](bool on) { m_heatmap->setSpikesShown(on); });
    toggle(tr("Membrane trace"), "scopes.show.trace", [this](bool on) { m_trace->setVisible(on); });
    toggle(tr("Event player"), "scopes.show.player", [this](bool on) {
        m_wantsPlayer = on;
        leaveOutEmpty();
    });
    toggle(tr("Output per class"), "scopes.show.output", [this](bool on) {
        m_wantsOutput = on;
        leaveOutEmpty();
    });
    m_views->setMenu(menu);
    row->addWidget(m_layerBox);
    row->addWidget(m_quantityBox);
    row->addWidget(m_header, 1);
    row->addWidget(m_chip);
    row->addWidget(m_views);
    return bar;
}

QWidget* ScopesPanel::buildTransport()
{
    auto* const bar = new QWidget;
    auto* const row = new QHBoxLayout(bar);
    row->setContentsMargins(6, 2, 6, 2);
    row->setSpacing(2);
    const auto button = [&](const char* name, QStyle::StandardPixmap icon, const QString& tip, auto action) {
        auto* const b = new QToolButton(bar);
        b->setObjectName(QLatin1String(name));
        setMediaIcon(b, icon);
        b->setToolTip(tip);
        b->setAccessibleName(tip);
        b->setFocusPolicy(Qt::TabFocus);
        connect(b, &QToolButton::clicked, this, action);
        row->addWidget(b);
        return b;
    };
    button("scopes.first", QStyle::SP_MediaSkipBackward, tr("First step (Home)"), [this] { stepTo(0); });
    button("scopes.back", QStyle::SP_MediaSeekBackward, tr("One step back (Left)"), [this] { stepTo(step() - 1); });
    m_play = button("scopes.play", QStyle::SP_MediaPlay, tr("Play (Space)"), [this] { togglePlaying(); });
    button("scopes.forward", QStyle::SP_MediaSeekForward, tr("One step forward (Right)"), [this] { stepTo(step() + 1); });
    button("scopes.last", QStyle::SP_MediaSkipForward, tr("Last step (End)"), [this] { stepTo(std::int64_t(m_cursor.length()) - 1); });
    m_loop = button("scopes.loop", QStyle::SP_BrowserReload, tr("Repeat (L); [ and ] set its ends at the cursor"), [this] { m_cursor.setLooping(!m_cursor.isLooping()); });
    m_loop->setCheckable(true);
    m_goTo = new QLineEdit(bar);
    m_goTo->setObjectName(QStringLiteral("scopes.goTo"));
    m_goTo->setPlaceholderText(tr("go to"));
    m_goTo->setToolTip(tr("Step to go to, or a time such as 12 ms (Ctrl+T). M sets a marker at the cursor."));
    m_goTo->setAccessibleName(tr("Go to time"));
    m_goTo->setMaximumWidth(84);
    connect(m_goTo, &QLineEdit::returnPressed, this, &ScopesPanel::goToTyped);
    row->addWidget(m_goTo);
    m_position = new ElidedLabel(bar);
    m_position->setObjectName(QStringLiteral("scopes.position"));
    m_position->setIndent(8);
    row->addWidget(m_position, 1);
    const auto textButton = [&](const char* name, const QString& text, const QString& tip) {
        auto* const b = new QToolButton(bar);
        b->setObjectName(QLatin1String(name));
        b->setText(text);
        b->setToolTip(tip);
        b->setFocusPolicy(Qt::TabFocus);
        row->addWidget(b);
        return b;
    };
    connect(textButton("scopes.fit", tr("Fit"), tr("Show all steps and neurons (F)")), &QToolButton::clicked, this, [this] { handleKey(Qt::Key_F, {}, true); });
    m_follow = textButton("scopes.follow", tr("Live"), tr("Show each new sample of the run as it comes (G)"));
    m_follow->setCheckable(true);
    connect(m_follow, &QToolButton::clicked, this, [this](bool on) { m_cursor.setFollow(on); });
    return bar;
}

} // namespace spw::ui
