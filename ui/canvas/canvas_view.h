// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/canvas/group_painter.h"
#include "ui/canvas/node_geometry.h"
#include "ui/canvas/node_painter.h"
#include "ui/model/graph_edits.h"
#include "ui/model/node_search.h"
#include "ui/model/project_model.h"
#include "ui/model/run_view.h"
#include "ui/model/selection.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <map>
#include <optional>

class QLineEdit;

namespace spw::ui {

class AddPopup;
class NodeUsage;

/// MIME type of a node type dragged from the library: its id.
inline const QString kNodeMime = QStringLiteral("application/x-spikewright-node");

/// The graph as a picture that can be edited. Paints itself (one pass, only what is visible, less detail when zoomed
/// out); every change goes through ProjectModel::apply and is one undo step.
class CanvasView : public QWidget {
    Q_OBJECT
public:
    CanvasView(ProjectModel& project, Selection& selection, RunView& run, NodeUsage& usage, QWidget* parent = nullptr);
    ~CanvasView() override;

    double zoom() const { return m_zoom; }
    void setZoom(double zoom, QPointF anchor);
    void fitAll();
    void fitSelection();
    void panBy(QPointF pixels);
    void centreOn(NodeId node);
    void centreOnGroup(std::int64_t group);
    QPointF toCanvas(QPointF widget) const { return widget / m_zoom + m_origin; }
    QPointF toWidget(QPointF canvas) const { return (canvas - m_origin) * m_zoom; }

    /// Where to point at things, in widget pixels.
    QPoint portPosition(NodeId node, const std::string& port) const;
    QPoint titlePosition(NodeId node) const;
    QPoint bodyPosition(NodeId node) const;
    QRect visibleFrame(NodeId node) const;
    QPoint groupTitlePosition(std::int64_t group) const;
    QPoint groupBadgePosition(std::int64_t group) const;    // of "x4"
    QRect visibleGroup(std::int64_t group) const;

    /// Why the wire under the pointer is refused, as painted there; empty: nothing is refused.
    const QString& refusal() const { return m_refusal; }
    /// What Enter would put between the two ends of a refused wire; empty: nothing does.
    QString offer() const;
    /// Where the refusal is painted; a click on it accepts the offer.
    QRect refusalBox() const;
    /// The frame that is selected, else the group that holds all selected nodes; nullptr: none.
    const Group* groupOfSelection() const;
    const std::optional<Edge>& selectedEdge() const { return m_edge; }

    bool badgesVisible() const { return m_badges; }
    void setBadgesVisible(bool visible);

public Q_SLOTS:
    void openAddPopup();
    /// Adds at the view's centre, wired to the current node where the types allow it.
    void addAtCentre(const spw::NodeSpec* spec);
    void copy();
    void cut();
    void paste();
    void duplicate();
    void duplicateWithInputs();
    void deleteSelection();
    void dissolveSelection();
    void selectAll();
    void selectNone();
    void renameCurrent();
    /// Frames the selected nodes as a group; with a whole group and other nodes selected, those join it.
    void groupSelection();
    /// Takes the frame of a group away; of a group of which only some nodes are selected, these leave.
    void ungroupSelection();
    /// Asks at the frame how often the group of the selection is repeated.
    void repeatGroup();
    void layoutNodes();
    /// Adds a probe node to each selected node that gives something a probe records.
    void probeSelection();
    /// The same for every neuron layer that has no probe yet, as one step. @return how many were added.
    int probeAllNeurons();
    void nudge(int dx, int dy);
    /// Ties a new STDP learner to the selected synapse and the neuron behind it.
    void trainWithStdp();
    /// Switches the selected learners on or off; freezes the selected synapses or lets them learn again.
    void toggleLearning();

Q_SIGNALS:
    void zoomChanged(double zoom);
    void hint(const QString& text);                // for the status bar
    void fileDropped(const QString& file);
    void menuRequested(QPoint global);
    void editRequested();                          // double-click on a body: go to the inspector

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool event(QEvent* event) override;
    bool focusNextPrevChild(bool) override { return false; }   // Tab adds a node; F6 leaves the canvas
    void resizeEvent(QResizeEvent* event) override;

private:
    enum class Gesture { None, Pan, Press, Move, Marquee, Wire };
    struct PortHit {
        EdgeEnd end;
        int index = 0;
        PortType type = PortType::Sequence;
        bool isOutput = false;
    };

    // What is where (canvas_view.cpp).
    const NodeGeometry* geometry(NodeId node) const;
    void rebuild();
    void follow(const GraphEdit& edit);
    QPointF endPoint(const EdgeEnd& end, bool isOutput) const;
    std::optional<PortType> typeOf(const EdgeEnd& end, bool isOutput) const;
    NodeId nodeAt(QPointF canvas) const;
    std::optional<PortHit> portAt(QPointF canvas) const;
    std::optional<Edge> edgeAt(QPointF canvas) const;
    QRectF bounds(const std::set<NodeId>& nodes) const;
    void fit(QRectF area);
    QString shapeBadge(const Edge& edge) const;

    // Groups (canvas_groups.cpp).
    const Group* groupById(std::int64_t id) const;
    GroupGeometry groupGeometry(const Group& group) const;
    const Group* groupAt(QPointF canvas) const;             // by its title bar or its border
    void pressOnGroup(const Group& group, Qt::KeyboardModifiers modifiers);
    void followGroup(const Group& group);
    void paintGroups(QPainter& painter, const QRectF& visible) const;
    void editGroup(const Group& group, bool repeat);
    void finishGroupEdit();
    QString groupCard(const Group& group) const;
    GraphEdit joined(GraphEdit edit, const std::optional<Edge>& wire = {}) const;

    // Painting.
    void paintGrid(QPainter& painter, const QRectF& visible) const;
    void paintWires(QPainter& painter, const QRectF& visible, bool badges);
    void paintNodes(QPainter& painter, const QRectF& visible);
    void paintGesture(QPainter& painter) const;
    void paintRefusal(QPainter& painter) const;

    // Gestures (canvas_gestures.cpp).
    void pressOnNode(NodeId node, Qt::KeyboardModifiers modifiers);
    void startWire(const PortHit& port, bool moveEnd);
    void updateWire(QPointF widget);
    void finishWire(QPointF widget);
    void finishMove();
    void finishMarquee(Qt::KeyboardModifiers modifiers);
    void cancelGesture();
    void setHover(QPointF canvas);
    std::optional<Edge> wireTo(const PortHit& target) const;
    std::optional<PortHit> wireTarget(QPointF canvas) const;
    void refuse(const QString& reason, QPointF widget, bool stays);
    void acceptOffer();
    void updateCursor();
    bool moveFocus(int key);
    QString nodeCard(NodeId node) const;
    QString trainedText(NodeId node) const;
    QString wireCard(const Edge& edge) const;

    // Learners (canvas_learners.cpp).
    bool tie(const NodeSpec& learner, NodeId synapse, const QString& text);
    void readHealth();

    // Commands (canvas_commands.cpp).
    void add(const NodeSpec* spec, QPointF at, const std::optional<Edge>& wire);
    void addFromPopup(const NodeSpec* spec, int port, bool keepOpen);
    void startRename(NodeId node);
    void cancelEdit();                      // of a name or a repeat: as it was
    void place(const Paste& paste, const QString& text);
    /// Adds probes to `nodes`; what gives nothing a probe records is left out. @return how many.
    int probe(const std::vector<NodeId>& nodes, const QString& text);
    QPointF freePlace(QPointF wanted, const std::vector<QRectF>& taken = {}) const;

    ProjectModel& m_project;
    Selection& m_selection;
    RunView& m_run;
    NodeUsage& m_usage;
    std::map<NodeId, NodeGeometry> m_geometry;
    std::map<NodeId, std::pair<Severity, int>> m_problems;
    std::map<std::int64_t, Severity> m_groupProblems;
    double m_zoom = 1;
    QPointF m_origin;               // canvas point at the widget's top left
    bool m_fitPending = true;
    bool m_badges = true;

    Gesture m_gesture = Gesture::None;
    QPointF m_pressAt, m_lastAt;    // widget pixels
    NodeId m_pressed = 0;
    std::int64_t m_pressedGroup = 0;
    bool m_pressSelectsOnly = false, m_space = false;
    QPointF m_offset;               // of the nodes being moved, canvas units
    std::optional<PortHit> m_wire;  // end that stays
    std::optional<Edge> m_taken;    // wire whose other end is being moved
    QPointF m_wireAt;               // canvas
    std::optional<PortHit> m_target;
    std::optional<PortHit> m_hoverPort;
    NodeId m_hover = 0;
    std::int64_t m_hoverGroup = 0;
    std::optional<Edge> m_hoverEdge, m_edge, m_dropEdge;
    QString m_refusal;
    QPointF m_refusalAt;
    QTimer m_refusalTimer;
    std::optional<Edge> m_refused;  // the wire that the refusal speaks of
    const NodeSpec* m_offer = nullptr;
    QElapsedTimer m_badgeAge;
    std::map<NodeId, double> m_stuck;       // share of the weights at a bound, by learner

    AddPopup* m_popup;
    QPointF m_addAt;                // canvas
    std::optional<WireEnd> m_addWire;
    std::optional<EdgeEnd> m_addTarget;     // where the new node's output shall go, if it fits
    QLineEdit* m_rename = nullptr;
    NodeId m_renaming = 0;
    QLineEdit* m_groupEdit = nullptr;       // title or repeat of a frame
    std::int64_t m_editedGroup = 0;
    bool m_editsRepeat = false;
    int m_pasteCount = 0;
};

} // namespace spw::ui
