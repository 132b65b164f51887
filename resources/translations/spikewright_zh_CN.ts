<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AddPopup</name>
    <message>
        <source>Add node</source>
        <translation>添加节点</translation>
    </message>
    <message>
        <source>Add node: gives %1</source>
        <translation>添加节点：给出 %1</translation>
    </message>
    <message>
        <source>Add node: takes %1</source>
        <translation>添加节点：接受 %1</translation>
    </message>
    <message>
        <source>No node matches '%1'. Search looks at names, categories and descriptions.</source>
        <translation>没有与“%1”匹配的节点。搜索范围为名称、类别和说明。</translation>
    </message>
    <message>
        <source>Search nodes</source>
        <translation>搜索节点</translation>
    </message>
    <message>
        <source>Up/Down choose   Enter add   Shift+Enter add and keep open   Esc close</source>
        <translation>上/下 选择   回车 添加   Shift+回车 添加并保持打开   Esc 关闭</translation>
    </message>
    <message>
        <source>gives no %1</source>
        <translation>不给出 %1</translation>
    </message>
    <message>
        <source>takes no %1</source>
        <translation>不接受 %1</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>%1 % firing</source>
        <translation>发放率 %1 %</translation>
    </message>
    <message>
        <source>%1 %, dead %2 %</source>
        <translation>%1 %，沉默 %2 %</translation>
    </message>
    <message>
        <source>%1 %, sat %2 %</source>
        <translation>%1 %，饱和 %2 %</translation>
    </message>
    <message>
        <source>no run yet</source>
        <translation>尚未运行</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>dead %1 %</source>
        <translation>沉默 %1 %</translation>
    </message>
    <message>
        <source>sat %1 %</source>
        <translation>饱和 %1 %</translation>
    </message>
</context>
<context>
    <name>InspectorPanel</name>
    <message>
        <source>%1 parameters</source>
        <translation>%1 个参数</translation>
    </message>
    <message numerus="yes">
        <source>%n nodes</source>
        <translation>
            <numerusform>%n 个节点</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n nodes of type %1</source>
        <translation>
            <numerusform>%n 个 %1 节点</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>(%n classes)</source>
        <translation>
            <numerusform>（%n 个类别）</numerusform>
        </translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Allowed: %1. Default: %2.</source>
        <translation>允许：%1。默认：%2。</translation>
    </message>
    <message>
        <source>Back to the default, %1</source>
        <translation>恢复默认值 %1</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>已更改</translation>
    </message>
    <message>
        <source>Common</source>
        <translation>常用</translation>
    </message>
    <message>
        <source>Find parameter</source>
        <translation>查找参数</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>健康状况</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>含义</translation>
    </message>
    <message>
        <source>Measured while a run is under way.</source>
        <translation>运行期间测量。</translation>
    </message>
    <message>
        <source>No parameters.</source>
        <translation>没有参数。</translation>
    </message>
    <message>
        <source>Node name</source>
        <translation>节点名称</translation>
    </message>
    <message>
        <source>Not measured yet.</source>
        <translation>尚未测量。</translation>
    </message>
    <message>
        <source>Nothing selected. Project settings below.</source>
        <translation>未选中任何内容。下面是项目设置。</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Reset %1</source>
        <translation>重置 %1</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Set %1</source>
        <translation>设置 %1</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Source: %1</source>
        <translation>来源：%1</translation>
    </message>
    <message>
        <source>Start of all random numbers of a run: same seed, same run</source>
        <translation>一次运行中所有随机数的起点：种子相同，运行相同</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程数</translation>
    </message>
    <message>
        <source>Unknown node type '%1'. It comes from a plugin that is not here; its parameters and wires are kept.</source>
        <translation>未知的节点类型“%1”。它来自一个不在此处的插件；其参数和连线会保留。</translation>
    </message>
    <message>
        <source>Which parameters</source>
        <translation>显示哪些参数</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>firing rate %1 % of steps, dead %2 %, saturated %3 %</source>
        <translation>发放率为时间步的 %1 %，沉默 %2 %，饱和 %3 %</translation>
    </message>
    <message>
        <source>in %1: %2</source>
        <translation>输入 %1：%2</translation>
    </message>
    <message>
        <source>in %1: not connected (%2)</source>
        <translation>输入 %1：未连接（%2）</translation>
    </message>
    <message>
        <source>out %1: %2</source>
        <translation>输出 %1：%2</translation>
    </message>
</context>
<context>
    <name>actions</name>
    <message>
        <source>About and Licences</source>
        <translation>关于与许可证</translation>
    </message>
    <message>
        <source>Add Node...</source>
        <translation>添加节点...</translation>
    </message>
    <message>
        <source>Add a probe that records what the selected nodes give</source>
        <translation>添加探针，记录选中节点的输出</translation>
    </message>
    <message>
        <source>Add the nodes of the clipboard</source>
        <translation>添加剪贴板中的节点</translation>
    </message>
    <message>
        <source>Advance by one batch and pause</source>
        <translation>前进一个批次后暂停</translation>
    </message>
    <message>
        <source>Advance by one epoch and pause</source>
        <translation>前进一轮后暂停</translation>
    </message>
    <message>
        <source>Advance by one sample and pause</source>
        <translation>前进一个样本后暂停</translation>
    </message>
    <message>
        <source>Advance by one time step and pause</source>
        <translation>前进一个时间步后暂停</translation>
    </message>
    <message>
        <source>Arrange the selected nodes, or all, from left to right</source>
        <translation>从左到右排列选中的或全部节点</translation>
    </message>
    <message>
        <source>Auto-Layout</source>
        <translation>自动布局</translation>
    </message>
    <message>
        <source>Canvas</source>
        <translation>画布</translation>
    </message>
    <message>
        <source>Check the graph and show the problems</source>
        <translation>检查图并显示问题</translation>
    </message>
    <message>
        <source>Checkpoint Now</source>
        <translation>立即写入检查点</translation>
    </message>
    <message>
        <source>Clear List</source>
        <translation>清除列表</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>关闭窗口</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>控制台</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the selected nodes and delete them</source>
        <translation>复制选中的节点并删除</translation>
    </message>
    <message>
        <source>Copy the selected nodes and feed them from the same sources</source>
        <translation>复制选中的节点，并由相同的来源供给</translation>
    </message>
    <message>
        <source>Copy the selected nodes and the wires between them</source>
        <translation>复制选中的节点及其间的连线</translation>
    </message>
    <message>
        <source>Copy the selected nodes beside themselves</source>
        <translation>在旁边复制一份选中的节点</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>剪切</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Dark text on a light ground</source>
        <translation>浅底深字</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete and Reconnect</source>
        <translation>删除并重新连接</translation>
    </message>
    <message>
        <source>Delete the selected nodes and wire what fed them to what they fed</source>
        <translation>删除选中的节点，并把其输入直接接到其输出目标</translation>
    </message>
    <message>
        <source>Delete the selected nodes or wire</source>
        <translation>删除选中的节点或连线</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>复制一份</translation>
    </message>
    <message>
        <source>Duplicate with Inputs</source>
        <translation>连同输入复制一份</translation>
    </message>
    <message>
        <source>End the run; its checkpoint is written</source>
        <translation>结束运行；会写入检查点</translation>
    </message>
    <message>
        <source>Forget the files opened recently</source>
        <translation>清除最近打开的文件记录</translation>
    </message>
    <message>
        <source>Frame All</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Frame Selection</source>
        <translation>显示所选</translation>
    </message>
    <message>
        <source>Full Screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Give the current node another name</source>
        <translation>给当前节点改名</translation>
    </message>
    <message>
        <source>Go on with the training a checkpoint was written in</source>
        <translation>继续写入检查点时的训练</translation>
    </message>
    <message>
        <source>Go to the canvas</source>
        <translation>转到画布</translation>
    </message>
    <message>
        <source>Go to the console</source>
        <translation>转到控制台</translation>
    </message>
    <message>
        <source>Go to the inspector</source>
        <translation>转到检查器</translation>
    </message>
    <message>
        <source>Go to the next panel</source>
        <translation>转到下一个面板</translation>
    </message>
    <message>
        <source>Go to the node library</source>
        <translation>转到节点库</translation>
    </message>
    <message>
        <source>Go to the node of the next problem</source>
        <translation>转到下一个问题的节点</translation>
    </message>
    <message>
        <source>Go to the node of the problem before</source>
        <translation>转到上一个问题的节点</translation>
    </message>
    <message>
        <source>Go to the panel before</source>
        <translation>转到上一个面板</translation>
    </message>
    <message>
        <source>Go to the problems</source>
        <translation>转到问题列表</translation>
    </message>
    <message>
        <source>Go to the scopes</source>
        <translation>转到示波器</translation>
    </message>
    <message>
        <source>Go to the training charts</source>
        <translation>转到训练曲线</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Light text on a dark ground</source>
        <translation>深底浅字</translation>
    </message>
    <message>
        <source>Make the change again</source>
        <translation>重新执行更改</translation>
    </message>
    <message>
        <source>Make the graph larger</source>
        <translation>放大图</translation>
    </message>
    <message>
        <source>Make the graph smaller</source>
        <translation>缩小图</translation>
    </message>
    <message>
        <source>Move the view down</source>
        <translation>视图下移</translation>
    </message>
    <message>
        <source>Move the view left</source>
        <translation>视图左移</translation>
    </message>
    <message>
        <source>Move the view right</source>
        <translation>视图右移</translation>
    </message>
    <message>
        <source>Move the view up</source>
        <translation>视图上移</translation>
    </message>
    <message>
        <source>New Project</source>
        <translation>新建项目</translation>
    </message>
    <message>
        <source>Next Area</source>
        <translation>下一个区域</translation>
    </message>
    <message>
        <source>Next Problem</source>
        <translation>下一个问题</translation>
    </message>
    <message>
        <source>Node Library</source>
        <translation>节点库</translation>
    </message>
    <message>
        <source>Open a project file</source>
        <translation>打开项目文件</translation>
    </message>
    <message>
        <source>Open...</source>
        <translation>打开...</translation>
    </message>
    <message>
        <source>Pan Down</source>
        <translation>向下平移</translation>
    </message>
    <message>
        <source>Pan Left</source>
        <translation>向左平移</translation>
    </message>
    <message>
        <source>Pan Right</source>
        <translation>向右平移</translation>
    </message>
    <message>
        <source>Pan Up</source>
        <translation>向上平移</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Previous Area</source>
        <translation>上一个区域</translation>
    </message>
    <message>
        <source>Previous Problem</source>
        <translation>上一个问题</translation>
    </message>
    <message>
        <source>Probe</source>
        <translation>探针</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Put all docks back where they were</source>
        <translation>将所有面板放回原处</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Reset Layout</source>
        <translation>重置布局</translation>
    </message>
    <message>
        <source>Resume from Checkpoint...</source>
        <translation>从检查点恢复...</translation>
    </message>
    <message>
        <source>Run / Pause</source>
        <translation>运行 / 暂停</translation>
    </message>
    <message>
        <source>Run One Epoch</source>
        <translation>运行一轮</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save As...</source>
        <translation>另存为...</translation>
    </message>
    <message>
        <source>Scopes</source>
        <translation>示波器</translation>
    </message>
    <message>
        <source>Search a node type and add it at the pointer (also Shift+A)</source>
        <translation>搜索节点类型并添加到指针处（也可按 Shift+A）</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Select None</source>
        <translation>取消选择</translation>
    </message>
    <message>
        <source>Select all nodes</source>
        <translation>选中所有节点</translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation>不选中任何内容</translation>
    </message>
    <message>
        <source>Shapes on Wires</source>
        <translation>连线上的形状</translation>
    </message>
    <message>
        <source>Show the graph at its own size</source>
        <translation>以原始大小显示图</translation>
    </message>
    <message>
        <source>Show the selected nodes as large as they fit</source>
        <translation>尽可能大地显示选中的节点</translation>
    </message>
    <message>
        <source>Show the shape of what flows through each wire</source>
        <translation>显示每条连线中数据的形状</translation>
    </message>
    <message>
        <source>Show the whole graph</source>
        <translation>显示整个图</translation>
    </message>
    <message>
        <source>Start an empty project</source>
        <translation>新建一个空项目</translation>
    </message>
    <message>
        <source>Start the run, pause it or go on</source>
        <translation>开始、暂停或继续运行</translation>
    </message>
    <message>
        <source>Step Batch</source>
        <translation>单步（批次）</translation>
    </message>
    <message>
        <source>Step Sample</source>
        <translation>单步（样本）</translation>
    </message>
    <message>
        <source>Step Tick</source>
        <translation>单步（时间步）</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Take back the last change</source>
        <translation>撤销上一次更改</translation>
    </message>
    <message>
        <source>Training Charts</source>
        <translation>训练曲线</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Use the whole screen</source>
        <translation>使用整个屏幕</translation>
    </message>
    <message>
        <source>Validate</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Version, licence and the libraries used</source>
        <translation>版本、许可证和使用的库</translation>
    </message>
    <message>
        <source>Write a checkpoint after this batch</source>
        <translation>在这一批次之后写入检查点</translation>
    </message>
    <message>
        <source>Write the project to another file</source>
        <translation>将项目写入另一个文件</translation>
    </message>
    <message>
        <source>Write the project to its file</source>
        <translation>将项目写入其文件</translation>
    </message>
    <message>
        <source>Zoom 100 %</source>
        <translation>缩放 100 %</translation>
    </message>
    <message>
        <source>Zoom In</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom Out</source>
        <translation>缩小</translation>
    </message>
</context>
<context>
    <name>catalog</name>
    <message>
        <source>A bucket that fills with input and empties when it overflows; its rate is a ReLU clipped at one spike per step.</source>
        <translation>装满就倒空的水桶；其发放率相当于每步至多一个脉冲的 ReLU。</translation>
    </message>
    <message>
        <source>A current of a known form, to see how a neuron answers.</source>
        <translation>已知形式的电流，用来观察神经元如何响应。</translation>
    </message>
    <message>
        <source>Adam</source>
        <translation>Adam（自适应矩估计）</translation>
    </message>
    <message>
        <source>AdamW</source>
        <translation>AdamW（解耦权重衰减）</translation>
    </message>
    <message>
        <source>Add a learned constant to each map. A following BatchNorm makes it superfluous.</source>
        <translation>为每个特征图加一个可学习的常数。其后有批归一化时是多余的。</translation>
    </message>
    <message>
        <source>Add a learned constant to each output.</source>
        <translation>为每个输出加一个可学习的常数。</translation>
    </message>
    <message>
        <source>Added noise</source>
        <translation>附加噪声</translation>
    </message>
    <message>
        <source>Adds instead of averages.</source>
        <translation>相加而不是取平均。</translation>
    </message>
    <message>
        <source>Also pool the incomplete window at the right and lower border.</source>
        <translation>右侧和下侧不完整的窗口也参与池化。</translation>
    </message>
    <message>
        <source>Amplitude</source>
        <translation>幅度</translation>
    </message>
    <message>
        <source>An event camera watches simple shapes move: only what changes is told.</source>
        <translation>事件相机观察简单图形的运动：只报告变化之处。</translation>
    </message>
    <message>
        <source>Another seed draws other spikes.</source>
        <translation>不同的种子抽取不同的脉冲。</translation>
    </message>
    <message>
        <source>Another seed gives other noise.</source>
        <translation>不同的种子给出不同的噪声。</translation>
    </message>
    <message>
        <source>Another seed gives other recordings of the same kind.</source>
        <translation>不同的种子给出同类的不同记录。</translation>
    </message>
    <message>
        <source>Arc tangent</source>
        <translation>反正切</translation>
    </message>
    <message>
        <source>Average of the neighbourhood.</source>
        <translation>邻域的平均值。</translation>
    </message>
    <message>
        <source>Average pool</source>
        <translation>平均池化</translation>
    </message>
    <message>
        <source>BPTT</source>
        <translation>BPTT（随时间反向传播）</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>BatchNorm2d</source>
        <translation>二维批归一化</translation>
    </message>
    <message>
        <source>Bias</source>
        <translation>偏置</translation>
    </message>
    <message>
        <source>Border added on each side, at most half of the window.</source>
        <translation>每侧添加的边框，最多为窗口的一半。</translation>
    </message>
    <message>
        <source>Border of zeros on each side; 1 keeps the size with a kernel of 3.</source>
        <translation>每侧的零边框；卷积核为 3 时取 1 可保持大小。</translation>
    </message>
    <message>
        <source>Brightness becomes probability.</source>
        <translation>亮度变为概率。</translation>
    </message>
    <message>
        <source>Centre and scale every feature.</source>
        <translation>使每个特征居中并缩放。</translation>
    </message>
    <message>
        <source>Change of log brightness that makes an event. Real sensors reach 0.1 to 0.3.</source>
        <translation>产生一个事件所需的对数亮度变化。真实传感器为 0.1 到 0.3。</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>通道数</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别数</translation>
    </message>
    <message>
        <source>Columns of the sensor.</source>
        <translation>传感器的列数。</translation>
    </message>
    <message>
        <source>Columns of the sensor; events outside are errors.</source>
        <translation>传感器的列数；超出范围的事件视为错误。</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>恒定</translation>
    </message>
    <message>
        <source>Containers</source>
        <translation>容器</translation>
    </message>
    <message>
        <source>Contrast threshold</source>
        <translation>对比度阈值</translation>
    </message>
    <message>
        <source>Conv2d</source>
        <translation>二维卷积</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>Count padding</source>
        <translation>计入填充</translation>
    </message>
    <message>
        <source>Cross-entropy on rate</source>
        <translation>发放率交叉熵</translation>
    </message>
    <message>
        <source>Cut by</source>
        <translation>切分方式</translation>
    </message>
    <message>
        <source>Cut files</source>
        <translation>截断的文件</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Detach reset</source>
        <translation>复位不传梯度</translation>
    </message>
    <message>
        <source>Dilation</source>
        <translation>膨胀</translation>
    </message>
    <message>
        <source>Direct encoder</source>
        <translation>直接编码器</translation>
    </message>
    <message>
        <source>Distance between the points of a pattern.</source>
        <translation>模式中各点之间的距离。</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>随机失活</translation>
    </message>
    <message>
        <source>Dropped share</source>
        <translation>失活比例</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Encoders</source>
        <translation>编码器</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>训练轮数</translation>
    </message>
    <message>
        <source>Epochs between two reductions of the rate.</source>
        <translation>两次降低学习率之间的轮数。</translation>
    </message>
    <message>
        <source>Epochs per step</source>
        <translation>每阶段轮数</translation>
    </message>
    <message>
        <source>Epsilon</source>
        <translation>Epsilon（防零项）</translation>
    </message>
    <message>
        <source>Equal time</source>
        <translation>时间相等</translation>
    </message>
    <message>
        <source>Equally many events</source>
        <translation>事件数相等</translation>
    </message>
    <message>
        <source>Events per pixel and second that nothing in the scene caused.</source>
        <translation>每像素每秒中并非由场景引起的事件数。</translation>
    </message>
    <message>
        <source>Events to frames</source>
        <translation>事件转帧</translation>
    </message>
    <message>
        <source>Every input talks to every output.</source>
        <translation>每个输入都与每个输出相连。</translation>
    </message>
    <message>
        <source>Factor per step</source>
        <translation>每阶段系数</translation>
    </message>
    <message>
        <source>Firing rate</source>
        <translation>发放率</translation>
    </message>
    <message>
        <source>First axis</source>
        <translation>起始轴</translation>
    </message>
    <message>
        <source>First axis to join; 1 is the one after the batch.</source>
        <translation>要合并的第一个轴；1 是批次之后的轴。</translation>
    </message>
    <message>
        <source>First step after the window.</source>
        <translation>窗口之后的第一步。</translation>
    </message>
    <message>
        <source>First step of the window.</source>
        <translation>窗口的第一步。</translation>
    </message>
    <message>
        <source>First time constant</source>
        <translation>初始时间常数</translation>
    </message>
    <message>
        <source>Fixed duration</source>
        <translation>固定时长</translation>
    </message>
    <message>
        <source>Flatten</source>
        <translation>展平</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>形式</translation>
    </message>
    <message>
        <source>Frame duration</source>
        <translation>帧时长</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>帧数</translation>
    </message>
    <message>
        <source>From picture to list.</source>
        <translation>从图像到列表。</translation>
    </message>
    <message>
        <source>Gaussian (error function)</source>
        <translation>高斯（误差函数）</translation>
    </message>
    <message>
        <source>Give each channel a learned weight and bias.</source>
        <translation>给每个通道一个可学习的权重和偏置。</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>Handwritten digits seen by an event camera that twitched three times.</source>
        <translation>由抖动三次的事件相机看到的手写数字。</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>Height and width of a pattern.</source>
        <translation>模式的高和宽。</translation>
    </message>
    <message>
        <source>Height and width of the window.</source>
        <translation>窗口的高和宽。</translation>
    </message>
    <message>
        <source>Height of the current; the threshold of a neuron is usually 1.</source>
        <translation>电流的大小；神经元的阈值通常为 1。</translation>
    </message>
    <message>
        <source>How far the pattern moves each time; 2 halves the picture.</source>
        <translation>模式每次移动的距离；2 使图像减半。</translation>
    </message>
    <message>
        <source>How far the window moves each time; 0 means by its own size.</source>
        <translation>窗口每次移动的距离；0 表示等于窗口大小。</translation>
    </message>
    <message>
        <source>How gradients become changes of the weights.</source>
        <translation>梯度如何变成权重的变化。</translation>
    </message>
    <message>
        <source>How long a pixel stays silent after an event.</source>
        <translation>像素产生事件后保持沉默的时间。</translation>
    </message>
    <message>
        <source>How many neighbouring neurons are averaged.</source>
        <translation>对多少个相邻神经元取平均。</translation>
    </message>
    <message>
        <source>How many neurons it feeds.</source>
        <translation>供给多少个神经元。</translation>
    </message>
    <message>
        <source>How many patterns are looked for.</source>
        <translation>寻找多少种模式。</translation>
    </message>
    <message>
        <source>How many steps are drawn.</source>
        <translation>抽取多少步。</translation>
    </message>
    <message>
        <source>How often all training samples are seen.</source>
        <translation>所有训练样本被看到的次数。</translation>
    </message>
    <message>
        <source>How often the picture is shown.</source>
        <translation>图像显示的次数。</translation>
    </message>
    <message>
        <source>How the learning rate changes over the epochs.</source>
        <translation>学习率随轮次的变化方式。</translation>
    </message>
    <message>
        <source>How the recording is cut into frames.</source>
        <translation>如何把记录切成帧。</translation>
    </message>
    <message>
        <source>IF</source>
        <translation>IF 神经元</translation>
    </message>
    <message>
        <source>Input channels</source>
        <translation>输入通道</translation>
    </message>
    <message>
        <source>Input features</source>
        <translation>输入特征</translation>
    </message>
    <message>
        <source>Input leaks too</source>
        <translation>输入也衰减</translation>
    </message>
    <message>
        <source>Keep running statistics</source>
        <translation>保持滑动统计</translation>
    </message>
    <message>
        <source>Keep the membrane potential of every step in training too. Costs memory.</source>
        <translation>训练时也保留每一步的膜电位。占用内存。</translation>
    </message>
    <message>
        <source>Keeps the division finite where the variance is 0.</source>
        <translation>方差为 0 时保持除法有限。</translation>
    </message>
    <message>
        <source>Keeps the loudest neighbour.</source>
        <translation>保留最强的邻居。</translation>
    </message>
    <message>
        <source>Kernel</source>
        <translation>卷积核</translation>
    </message>
    <message>
        <source>LIF</source>
        <translation>LIF 神经元</translation>
    </message>
    <message>
        <source>Label smoothing</source>
        <translation>标签平滑</translation>
    </message>
    <message>
        <source>Labels run from 0 to one less than this.</source>
        <translation>标签从 0 到该数减一。</translation>
    </message>
    <message>
        <source>Larger values forget input more slowly.</source>
        <translation>值越大，遗忘输入越慢。</translation>
    </message>
    <message>
        <source>Last axis</source>
        <translation>末尾轴</translation>
    </message>
    <message>
        <source>Last axis to join; -1 is the last one there is.</source>
        <translation>要合并的最后一个轴；-1 表示最后一个轴。</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Learn scale and shift</source>
        <translation>学习缩放与平移</translation>
    </message>
    <message>
        <source>Learners</source>
        <translation>学习器</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Length of each recording.</source>
        <translation>每段记录的长度。</translation>
    </message>
    <message>
        <source>Length of one frame.</source>
        <translation>一帧的长度。</translation>
    </message>
    <message>
        <source>Length of the input; 0 takes it from what is connected.</source>
        <translation>输入的长度；0 表示取自所连接的内容。</translation>
    </message>
    <message>
        <source>Length of the output; before the last neurons of a classifier, the number of classes.</source>
        <translation>输出的长度；在分类器最后的神经元之前为类别数。</translation>
    </message>
    <message>
        <source>Length of the stimulus.</source>
        <translation>刺激的长度。</translation>
    </message>
    <message>
        <source>Let no gradient flow through the reset. Often trains more steadily.</source>
        <translation>不让梯度通过复位。训练往往更稳定。</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>全连接</translation>
    </message>
    <message>
        <source>Look inside without stopping the machine.</source>
        <translation>不停机即可观察内部。</translation>
    </message>
    <message>
        <source>Looks for a pattern everywhere at once.</source>
        <translation>同时在各处寻找一个模式。</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>MSE on rate</source>
        <translation>发放率均方误差</translation>
    </message>
    <message>
        <source>Maps of the input; 0 takes the number from what is connected.</source>
        <translation>输入的特征图数；0 表示取自所连接的内容。</translation>
    </message>
    <message>
        <source>Max pool</source>
        <translation>最大池化</translation>
    </message>
    <message>
        <source>Measure the test samples after every epoch; off: only after the last one.</source>
        <translation>每轮之后测量测试样本；关闭则仅在最后一轮之后测量。</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>动量</translation>
    </message>
    <message>
        <source>Most units</source>
        <translation>最多单元数</translation>
    </message>
    <message>
        <source>Moving shapes</source>
        <translation>移动图形</translation>
    </message>
    <message>
        <source>N-MNIST (bs2 files)</source>
        <translation>N-MNIST（bs2 文件）</translation>
    </message>
    <message>
        <source>Neurons</source>
        <translation>神经元</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>噪声</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Number of frames: the time steps of the network.</source>
        <translation>帧的数量：即网络的时间步数。</translation>
    </message>
    <message>
        <source>Of larger layers this many units are kept, evenly spread.</source>
        <translation>较大的层保留这么多单元，均匀分布。</translation>
    </message>
    <message>
        <source>Off: the statistics of the batch at hand are used in tests too.</source>
        <translation>关闭：测试时也使用当前批次的统计量。</translation>
    </message>
    <message>
        <source>On: the input is divided by the time constant as well. Off: it is added in full.</source>
        <translation>开启：输入也除以时间常数。关闭：输入全部加入。</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>Output channels</source>
        <translation>输出通道</translation>
    </message>
    <message>
        <source>Output features</source>
        <translation>输出特征</translation>
    </message>
    <message>
        <source>PLIF</source>
        <translation>PLIF 神经元</translation>
    </message>
    <message>
        <source>Padded zeros count when the mean is taken.</source>
        <translation>求平均时计入填充的零。</translation>
    </message>
    <message>
        <source>Padding</source>
        <translation>填充</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>周期</translation>
    </message>
    <message>
        <source>Poisson encoder</source>
        <translation>泊松编码器</translation>
    </message>
    <message>
        <source>Probability that a value is silenced.</source>
        <translation>一个值被置零的概率。</translation>
    </message>
    <message>
        <source>Probe</source>
        <translation>探针</translation>
    </message>
    <message>
        <source>Probes</source>
        <translation>探针</translation>
    </message>
    <message>
        <source>Pulls weights towards 0.</source>
        <translation>把权重拉向 0。</translation>
    </message>
    <message>
        <source>Pulses</source>
        <translation>脉冲串</translation>
    </message>
    <message>
        <source>Push the right class to spike most.</source>
        <translation>推动正确类别发放最多。</translation>
    </message>
    <message>
        <source>Ramp</source>
        <translation>斜坡</translation>
    </message>
    <message>
        <source>Readouts</source>
        <translation>读出</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Recordings to learn from, spread evenly over the classes.</source>
        <translation>用于学习的记录，在各类别间均匀分布。</translation>
    </message>
    <message>
        <source>Recordings to test with; none of them is trained on.</source>
        <translation>用于测试的记录；不参与训练。</translation>
    </message>
    <message>
        <source>Refractory time</source>
        <translation>不应期</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>复位</translation>
    </message>
    <message>
        <source>Right class fires always, the rest never.</source>
        <translation>正确类别一直发放，其余从不发放。</translation>
    </message>
    <message>
        <source>Roll the network out in time, then learn from the end back.</source>
        <translation>把网络沿时间展开，再从末尾往回学习。</translation>
    </message>
    <message>
        <source>Round up</source>
        <translation>向上取整</translation>
    </message>
    <message>
        <source>Rows of the sensor.</source>
        <translation>传感器的行数。</translation>
    </message>
    <message>
        <source>Rows of the sensor; events outside are errors.</source>
        <translation>传感器的行数；超出范围的事件视为错误。</translation>
    </message>
    <message>
        <source>SGD</source>
        <translation>SGD（随机梯度下降）</translation>
    </message>
    <message>
        <source>Samples per step of the optimizer.</source>
        <translation>优化器每一步的样本数。</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>调度</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Share of each new batch in the running mean and variance.</source>
        <translation>每个新批次在滑动均值和方差中所占的比例。</translation>
    </message>
    <message>
        <source>Share of the last change that is kept.</source>
        <translation>上次变化被保留的比例。</translation>
    </message>
    <message>
        <source>Share of the target that is spread over all classes.</source>
        <translation>目标中分摊给所有类别的比例。</translation>
    </message>
    <message>
        <source>Show the same picture T times and let the first layer decide when to spike.</source>
        <translation>把同一图像显示 T 次，由第一层决定何时发放。</translation>
    </message>
    <message>
        <source>Shuffle</source>
        <translation>打乱顺序</translation>
    </message>
    <message>
        <source>Sigmoid</source>
        <translation>Sigmoid 函数</translation>
    </message>
    <message>
        <source>Sine</source>
        <translation>正弦</translation>
    </message>
    <message>
        <source>Size of each step.</source>
        <translation>每一步的大小。</translation>
    </message>
    <message>
        <source>Spikes have no slope; the surrogate lends them one so that learning can flow.</source>
        <translation>脉冲没有斜率；替代函数借给它一个，使学习得以流动。</translation>
    </message>
    <message>
        <source>Split the channels into this many convolutions that do not see each other.</source>
        <translation>把通道分成若干互不相见的卷积。</translation>
    </message>
    <message>
        <source>Standard deviation of a normal number added at every step.</source>
        <translation>每步所加正态随机数的标准差。</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Steepness</source>
        <translation>陡度</translation>
    </message>
    <message>
        <source>Steepness of the surrogate. none takes the surrogate's own: 4 for sigmoid, 2 for atan, 1 for piecewise_quadratic, 2 for erf.</source>
        <translation>替代函数的陡度。“无”表示取其自身的默认值：sigmoid 为 4，atan 为 2，piecewise_quadratic 为 1，erf 为 2。</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>阶跃</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>时间步数</translation>
    </message>
    <message>
        <source>Steps from one wave or pulse to the next.</source>
        <translation>相邻两个波或脉冲之间的步数。</translation>
    </message>
    <message>
        <source>Stimulus</source>
        <translation>刺激</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>Stop and name the file</source>
        <translation>停止并指出文件</translation>
    </message>
    <message>
        <source>Store membrane</source>
        <translation>保存膜电位</translation>
    </message>
    <message>
        <source>Stride</source>
        <translation>步幅</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>求和</translation>
    </message>
    <message>
        <source>Sum pool</source>
        <translation>求和池化</translation>
    </message>
    <message>
        <source>Surrogate</source>
        <translation>替代梯度</translation>
    </message>
    <message>
        <source>Synapses</source>
        <translation>突触</translation>
    </message>
    <message>
        <source>Take the training samples in another order each epoch.</source>
        <translation>每一轮以不同顺序取训练样本。</translation>
    </message>
    <message>
        <source>Ten voters per class.</source>
        <translation>每个类别十个投票者。</translation>
    </message>
    <message>
        <source>Test each epoch</source>
        <translation>每轮测试</translation>
    </message>
    <message>
        <source>Test list</source>
        <translation>测试列表</translation>
    </message>
    <message>
        <source>Test samples</source>
        <translation>测试样本数</translation>
    </message>
    <message>
        <source>Text file with "number label" lines, in the folder or beside the project.</source>
        <translation>每行为“编号 标签”的文本文件，位于该文件夹或项目旁边。</translation>
    </message>
    <message>
        <source>The answer is who fired most.</source>
        <translation>发放最多者即为答案。</translation>
    </message>
    <message>
        <source>The bucket leaks: old input fades with time constant tau.</source>
        <translation>会漏水的水桶：旧输入以时间常数 tau 衰减。</translation>
    </message>
    <message>
        <source>The form of the current over time.</source>
        <translation>电流随时间变化的形式。</translation>
    </message>
    <message>
        <source>The membrane potential behind them</source>
        <translation>其背后的膜电位</translation>
    </message>
    <message>
        <source>The membrane value at which a spike is sent.</source>
        <translation>发放脉冲时的膜电位值。</translation>
    </message>
    <message>
        <source>The membrane value right after a spike. none subtracts the threshold instead (soft reset).</source>
        <translation>脉冲之后的膜电位值。“无”表示减去阈值（软复位）。</translation>
    </message>
    <message>
        <source>The network learns how fast its membranes forget.</source>
        <translation>网络学习其膜电位遗忘的快慢。</translation>
    </message>
    <message>
        <source>The rate is multiplied by this.</source>
        <translation>学习率乘以该值。</translation>
    </message>
    <message>
        <source>The same for the samples to test with.</source>
        <translation>测试样本的同类列表。</translation>
    </message>
    <message>
        <source>The same neurons stay silent for the whole clip: temporal structure survives.</source>
        <translation>同一批神经元在整个片段中保持沉默：时间结构得以保留。</translation>
    </message>
    <message>
        <source>The values on the wire</source>
        <translation>连线上的值</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Time constant</source>
        <translation>时间常数</translation>
    </message>
    <message>
        <source>Training list</source>
        <translation>训练列表</translation>
    </message>
    <message>
        <source>Training samples</source>
        <translation>训练样本数</translation>
    </message>
    <message>
        <source>Transforms</source>
        <translation>变换</translation>
    </message>
    <message>
        <source>Triangle (piecewise quadratic)</source>
        <translation>三角形（分段二次）</translation>
    </message>
    <message>
        <source>Turn a stream of events into frames.</source>
        <translation>把事件流变成帧。</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>单元数</translation>
    </message>
    <message>
        <source>Use the complete events</source>
        <translation>使用完整的事件</translation>
    </message>
    <message>
        <source>Voters per class</source>
        <translation>每类投票者</translation>
    </message>
    <message>
        <source>Voting</source>
        <translation>投票</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>What is recorded.</source>
        <translation>记录的内容。</translation>
    </message>
    <message>
        <source>What to do with a file that ends in the middle of an event.</source>
        <translation>文件在事件中间结束时如何处理。</translation>
    </message>
    <message>
        <source>Where learning of the time constant starts.</source>
        <translation>时间常数学习的起点。</translation>
    </message>
    <message>
        <source>Where the .bs2 files lie, relative to the project file or absolute.</source>
        <translation>.bs2 文件所在位置，相对于项目文件或绝对路径。</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>a label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>a loss</source>
        <translation>损失值</translation>
    </message>
    <message>
        <source>a readout</source>
        <translation>读出值</translation>
    </message>
    <message>
        <source>a static picture</source>
        <translation>静态图像</translation>
    </message>
    <message>
        <source>an analog sequence</source>
        <translation>模拟序列</translation>
    </message>
    <message>
        <source>events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>spikes</source>
        <translation>脉冲</translation>
    </message>
</context>
<context>
    <name>examples</name>
    <message>
        <source>A single neuron</source>
        <translation>单个神经元</translation>
    </message>
    <message>
        <source>Moving shapes</source>
        <translation>移动的图形</translation>
    </message>
    <message>
        <source>Moving shapes: learn in a minute</source>
        <translation>移动的图形：一分钟学会</translation>
    </message>
    <message>
        <source>N-MNIST, convolutional</source>
        <translation>N-MNIST，卷积</translation>
    </message>
    <message>
        <source>N-MNIST: digits from an event camera</source>
        <translation>N-MNIST：事件相机看到的数字</translation>
    </message>
</context>
<context>
    <name>spw::ui::AddPopup</name>
    <message>
        <source>Add node</source>
        <translation>添加节点</translation>
    </message>
    <message>
        <source>Add node: gives %1</source>
        <translation>添加节点：给出 %1</translation>
    </message>
    <message>
        <source>Add node: takes %1</source>
        <translation>添加节点：接受 %1</translation>
    </message>
    <message>
        <source>No node matches '%1'. Search looks at names, categories and descriptions.</source>
        <translation>没有与“%1”匹配的节点。搜索范围为名称、类别和说明。</translation>
    </message>
    <message>
        <source>Search nodes</source>
        <translation>搜索节点</translation>
    </message>
    <message>
        <source>Up/Down choose   Enter add   Shift+Enter add and keep open   Esc close</source>
        <translation>上/下 选择   回车 添加   Shift+回车 添加并保持打开   Esc 关闭</translation>
    </message>
    <message>
        <source>gives no %1</source>
        <translation>不给出 %1</translation>
    </message>
    <message>
        <source>takes no %1</source>
        <translation>不接受 %1</translation>
    </message>
    <message>
        <source>Does not fit this wire</source>
        <translation>与这条连线不匹配</translation>
    </message>
    <message>
        <source>Favourites and recent</source>
        <translation>收藏与最近使用</translation>
    </message>
</context>
<context>
    <name>spw::ui::CanvasView</name>
    <message>
        <source>%1 multiplications a step</source>
        <translation>每步 %1 次乘法</translation>
    </message>
    <message>
        <source>%1 parameters</source>
        <translation>%1 个参数</translation>
    </message>
    <message numerus="yes">
        <source>%n classes</source>
        <translation>
            <numerusform>%n 个类别</numerusform>
        </translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>添加 %1</translation>
    </message>
    <message>
        <source>Auto-layout</source>
        <translation>自动布局</translation>
    </message>
    <message>
        <source>Canvas</source>
        <translation>画布</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete and reconnect</source>
        <translation>删除并重新连接</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>断开连线</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>复制一份</translation>
    </message>
    <message>
        <source>Duplicate with inputs</source>
        <translation>连同输入复制一份</translation>
    </message>
    <message>
        <source>Insert %1</source>
        <translation>插入 %1</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>Move wire</source>
        <translation>移动连线</translation>
    </message>
    <message>
        <source>Node name</source>
        <translation>节点名称</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Probe</source>
        <translation>探针</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>The clipboard holds no nodes.</source>
        <translation>剪贴板中没有节点。</translation>
    </message>
    <message>
        <source>The selected nodes give nothing that a probe records.</source>
        <translation>选中的节点没有可供探针记录的输出。</translation>
    </message>
    <message>
        <source>This is an input as well. A wire starts at an output.</source>
        <translation>这也是输入端口。连线必须从输出端口开始。</translation>
    </message>
    <message>
        <source>This is an output as well. A wire ends at an input.</source>
        <translation>这也是输出端口。连线必须以输入端口结束。</translation>
    </message>
    <message>
        <source>Unknown node type '%1'. The node and its wires are kept.</source>
        <translation>未知的节点类型“%1”。节点及其连线会保留。</translation>
    </message>
    <message>
        <source>Enter: insert %1    Tab: choose another    Esc: cancel</source>
        <translation>回车：插入“%1”    Tab：另选一个    Esc：取消</translation>
    </message>
    <message>
        <source>Probe all neuron layers</source>
        <translation>为所有神经元层添加探针</translation>
    </message>
</context>
<context>
    <name>spw::ui::ChartsPanel</name>
    <message>
        <source>%</source>
        <translation>%</translation>
    </message>
    <message>
        <source>%1 could not be written: %2. Choose another folder.</source>
        <translation>无法写入 %1：%2。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>Accuracy, %</source>
        <translation>准确率，%</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>Curves appear when training starts (F5).</source>
        <translation>训练开始后（F5）显示曲线。</translation>
    </message>
    <message>
        <source>Epoch %1: test accuracy %2 percent, test loss %3</source>
        <translation>第 %1 轮：测试准确率 %2 %，测试损失 %3</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Export numbers</source>
        <translation>导出数值</translation>
    </message>
    <message>
        <source>Export picture</source>
        <translation>导出图片</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Loss on a logarithmic axis; zero and negative values are left out</source>
        <translation>损失使用对数轴；零和负值不显示</translation>
    </message>
    <message>
        <source>Numbers as CSV...</source>
        <translation>数值为 CSV...</translation>
    </message>
    <message>
        <source>PNG (*.png)</source>
        <translation>PNG (*.png)</translation>
    </message>
    <message>
        <source>Picture as PNG...</source>
        <translation>图片为 PNG...</translation>
    </message>
    <message>
        <source>Run %1, epoch %2</source>
        <translation>运行 %1，第 %2 轮</translation>
    </message>
    <message>
        <source>Training charts</source>
        <translation>训练曲线</translation>
    </message>
    <message>
        <source>log loss</source>
        <translation>对数损失</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>train batches</source>
        <translation>训练批次</translation>
    </message>
</context>
<context>
    <name>spw::ui::ConsolePanel</name>
    <message>
        <source>Console</source>
        <translation>控制台</translation>
    </message>
</context>
<context>
    <name>spw::ui::CurveChart</name>
    <message>
        <source>%1: epoch %2, %3 %4</source>
        <translation>%1：第 %2 轮，%3 %4</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>轮次</translation>
    </message>
</context>
<context>
    <name>spw::ui::DvsCanvas</name>
    <message>
        <source>Events of the window</source>
        <translation>窗口内的事件</translation>
    </message>
</context>
<context>
    <name>spw::ui::DvsPlayer</name>
    <message>
        <source> µs</source>
        <translation> µs</translation>
    </message>
    <message>
        <source>%1 x %2 pixels, %3 events, %4 ms</source>
        <translation>%1 × %2 像素，%3 个事件，%4 毫秒</translation>
    </message>
    <message>
        <source>Event player</source>
        <translation>事件播放器</translation>
    </message>
    <message>
        <source>Length of the window whose events are shown together</source>
        <translation>一起显示的事件窗口的长度</translation>
    </message>
    <message>
        <source>No recording yet. The events of the sample appear here; recordings: AEDAT, EVT, DAT, bin, HDF5, bs2.</source>
        <translation>还没有记录。样本的事件显示在此处；记录格式：AEDAT、EVT、DAT、bin、HDF5、bs2。</translation>
    </message>
    <message>
        <source>OFF</source>
        <translation>关</translation>
    </message>
    <message>
        <source>ON</source>
        <translation>开</translation>
    </message>
    <message>
        <source>One window back</source>
        <translation>后退一个窗口</translation>
    </message>
    <message>
        <source>One window forward</source>
        <translation>前进一个窗口</translation>
    </message>
    <message>
        <source>Open recording...</source>
        <translation>打开记录...</translation>
    </message>
    <message>
        <source>Pause (Space)</source>
        <translation>暂停（空格）</translation>
    </message>
    <message>
        <source>Play (Space)</source>
        <translation>播放（空格）</translation>
    </message>
    <message>
        <source>Polarity colours</source>
        <translation>极性颜色</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Speed against real time, 1/1000 to 50 (S slower, D faster)</source>
        <translation>相对实时的速度，1/1000 到 50（S 减慢，D 加快）</translation>
    </message>
    <message>
        <source>This sample has no events.</source>
        <translation>此样本没有事件。</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>blue/orange</source>
        <translation>蓝/橙</translation>
    </message>
    <message>
        <source>events in window %1, t = %2 ms</source>
        <translation>窗口内事件 %1，t = %2 毫秒</translation>
    </message>
    <message>
        <source>per step</source>
        <translation>按时间步</translation>
    </message>
    <message>
        <source>pixel %1, %2: %3 ON, %4 OFF</source>
        <translation>像素 %1, %2：%3 开，%4 关</translation>
    </message>
    <message>
        <source>purple/green</source>
        <translation>紫/绿</translation>
    </message>
    <message>
        <source>white/black</source>
        <translation>白/黑</translation>
    </message>
</context>
<context>
    <name>spw::ui::DvsRateStrip</name>
    <message>
        <source>Event rate</source>
        <translation>事件率</translation>
    </message>
    <message>
        <source>Events over the recording. Click or drag to go there.</source>
        <translation>整段记录中的事件。点击或拖动可跳转。</translation>
    </message>
</context>
<context>
    <name>spw::ui::EngineLoader</name>
    <message>
        <source>%1 is not an engine of Spikewright.</source>
        <translation>%1 不是 Spikewright 的引擎。</translation>
    </message>
    <message>
        <source>The library libspw_engine.so was not found. Install or build it again.</source>
        <translation>找不到库 libspw_engine.so。请重新安装或构建。</translation>
    </message>
</context>
<context>
    <name>spw::ui::HeatmapView</name>
    <message>
        <source>Heatmap: %1 of %2, %3 of %4 neurons, evenly spaced</source>
        <translation>热图：%2 的 %1，%4 个神经元中均匀取 %3 个</translation>
    </message>
    <message>
        <source>Heatmap: %1 of %2, %3 selected neurons of %4</source>
        <translation>热图：%2 的 %1，%4 个神经元中选取 %3 个</translation>
    </message>
    <message>
        <source>Heatmap: %1 of %2, all %3 neurons</source>
        <translation>热图：%2 的 %1，全部 %3 个神经元</translation>
    </message>
    <message>
        <source>The membrane of this layer was not recorded.</source>
        <translation>未记录此层的膜电位。</translation>
    </message>
    <message>
        <source>Voltage heatmap</source>
        <translation>膜电位热图</translation>
    </message>
    <message>
        <source>neuron</source>
        <translation>神经元</translation>
    </message>
    <message>
        <source>neuron %1, step %2: %3 = %4</source>
        <translation>神经元 %1，第 %2 步：%3 = %4</translation>
    </message>
    <message>
        <source>reset %1</source>
        <translation>复位 %1</translation>
    </message>
    <message>
        <source>θ %1</source>
        <translation>θ %1</translation>
    </message>
</context>
<context>
    <name>spw::ui::InspectorPanel</name>
    <message>
        <source>%1 parameters</source>
        <translation>%1 个参数</translation>
    </message>
    <message numerus="yes">
        <source>%n nodes</source>
        <translation>
            <numerusform>%n 个节点</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n nodes of type %1</source>
        <translation>
            <numerusform>%n 个 %1 节点</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>(%n classes)</source>
        <translation>
            <numerusform>（%n 个类别）</numerusform>
        </translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Allowed: %1. Default: %2.</source>
        <translation>允许：%1。默认：%2。</translation>
    </message>
    <message>
        <source>Back to the default, %1</source>
        <translation>恢复默认值 %1</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>已更改</translation>
    </message>
    <message>
        <source>Common</source>
        <translation>常用</translation>
    </message>
    <message>
        <source>Find parameter</source>
        <translation>查找参数</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>健康状况</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>含义</translation>
    </message>
    <message>
        <source>Measured while a run is under way.</source>
        <translation>运行期间测量。</translation>
    </message>
    <message>
        <source>No parameters.</source>
        <translation>没有参数。</translation>
    </message>
    <message>
        <source>Node name</source>
        <translation>节点名称</translation>
    </message>
    <message>
        <source>Not measured yet.</source>
        <translation>尚未测量。</translation>
    </message>
    <message>
        <source>Nothing selected. Project settings below.</source>
        <translation>未选中任何内容。下面是项目设置。</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Reset %1</source>
        <translation>重置 %1</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Set %1</source>
        <translation>设置 %1</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Source: %1</source>
        <translation>来源：%1</translation>
    </message>
    <message>
        <source>Start of all random numbers of a run: same seed, same run</source>
        <translation>一次运行中所有随机数的起点：种子相同，运行相同</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程数</translation>
    </message>
    <message>
        <source>Unknown node type '%1'. It comes from a plugin that is not here; its parameters and wires are kept.</source>
        <translation>未知的节点类型“%1”。它来自一个不在此处的插件；其参数和连线会保留。</translation>
    </message>
    <message>
        <source>Which parameters</source>
        <translation>显示哪些参数</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>firing rate %1 % of steps, dead %2 %, saturated %3 %</source>
        <translation>发放率为时间步的 %1 %，沉默 %2 %，饱和 %3 %</translation>
    </message>
    <message>
        <source>in %1: %2</source>
        <translation>输入 %1：%2</translation>
    </message>
    <message>
        <source>in %1: not connected (%2)</source>
        <translation>输入 %1：未连接（%2）</translation>
    </message>
    <message>
        <source>out %1: %2</source>
        <translation>输出 %1：%2</translation>
    </message>
</context>
<context>
    <name>spw::ui::LibraryPanel</name>
    <message>
        <source>No node matches. Clear the search.</source>
        <translation>没有匹配的节点。请清除搜索。</translation>
    </message>
    <message>
        <source>Node library</source>
        <translation>节点库</translation>
    </message>
    <message>
        <source>Search nodes</source>
        <translation>搜索节点</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>A favourite</source>
        <translation>已收藏</translation>
    </message>
    <message>
        <source>Add to favourites</source>
        <translation>加入收藏</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近使用</translation>
    </message>
    <message>
        <source>Remove from favourites</source>
        <translation>取消收藏</translation>
    </message>
</context>
<context>
    <name>spw::ui::MainWindow</name>
    <message>
        <source>%1 has changes that are not saved.</source>
        <translation>%1 有未保存的更改。</translation>
    </message>
    <message>
        <source>%1 parameters</source>
        <translation>%1 个参数</translation>
    </message>
    <message>
        <source>%1, written %2</source>
        <translation>%1，写入于 %2</translation>
    </message>
    <message numerus="yes">
        <source>%n nodes</source>
        <translation>
            <numerusform>%n 个节点</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Graph</source>
        <translation>图(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Window</source>
        <translation>窗口(&amp;W)</translation>
    </message>
    <message>
        <source>&lt;b&gt;Spikewright %1&lt;/b&gt;&lt;br&gt;A design studio for spiking neural networks.&lt;br&gt;&lt;br&gt;Free software under the GNU General Public License, version 3 or later.&lt;br&gt;Built on Qt %2 (LGPL 3; Qt Charts: GPL 3), QCustomPlot (GPL 3), LibTorch (BSD), HDF5 (BSD), nlohmann-json (MIT).</source>
        <translation>&lt;b&gt;Spikewright %1&lt;/b&gt;&lt;br&gt;脉冲神经网络设计工作室。&lt;br&gt;&lt;br&gt;自由软件，采用 GNU 通用公共许可证第 3 版或更高版本。&lt;br&gt;基于 Qt %2（LGPL 3；Qt Charts：GPL 3）、QCustomPlot（GPL 3）、LibTorch（BSD）、HDF5（BSD）、nlohmann-json（MIT）。</translation>
    </message>
    <message>
        <source>A run is under way.</source>
        <translation>正在运行。</translation>
    </message>
    <message>
        <source>A run is under way. Stop it to look at a recording.</source>
        <translation>正在运行。请先停止运行再查看记录。</translation>
    </message>
    <message>
        <source>About Spikewright</source>
        <translation>关于 Spikewright</translation>
    </message>
    <message>
        <source>Checkpoint, stop and close</source>
        <translation>写入检查点、停止并关闭</translation>
    </message>
    <message>
        <source>Click for 100 %</source>
        <translation>点击恢复 100 %</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>控制台</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>Discard changes</source>
        <translation>放弃更改</translation>
    </message>
    <message>
        <source>Docks</source>
        <translation>面板</translation>
    </message>
    <message numerus="yes">
        <source>Engine ready: LibTorch %1, %2, %n threads</source>
        <translation>
            <numerusform>引擎就绪：LibTorch %1，%2，%n 个线程</numerusform>
        </translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>LibTorch %1, %2</source>
        <translation>LibTorch %1，%2</translation>
    </message>
    <message>
        <source>No checkpoint of this project fits the graph. Train first; checkpoints are in %1.</source>
        <translation>没有与此图匹配的检查点。请先训练；检查点位于 %1。</translation>
    </message>
    <message>
        <source>No files yet</source>
        <translation>还没有文件</translation>
    </message>
    <message>
        <source>No node is selected.</source>
        <translation>未选中节点。</translation>
    </message>
    <message>
        <source>Node Library</source>
        <translation>节点库</translation>
    </message>
    <message>
        <source>Nodes of the graph. Click to show all of it.</source>
        <translation>图中的节点。点击显示全图。</translation>
    </message>
    <message>
        <source>Nothing to redo.</source>
        <translation>没有可重做的操作。</translation>
    </message>
    <message>
        <source>Nothing to undo.</source>
        <translation>没有可撤销的操作。</translation>
    </message>
    <message>
        <source>Numbers that training changes; %1 multiplications a sample</source>
        <translation>训练会改变的数值；每个样本 %1 次乘法</translation>
    </message>
    <message>
        <source>Open Recent</source>
        <translation>打开最近的文件</translation>
    </message>
    <message>
        <source>Open project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Open recording</source>
        <translation>打开记录</translation>
    </message>
    <message>
        <source>Reading %1</source>
        <translation>正在读取 %1</translation>
    </message>
    <message>
        <source>Recordings (*)</source>
        <translation>记录 (*)</translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <translation>重做：%1</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Run: %1</source>
        <translation>运行：%1</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save project</source>
        <translation>保存项目</translation>
    </message>
    <message>
        <source>Saved %1</source>
        <translation>已保存 %1</translation>
    </message>
    <message>
        <source>Scopes</source>
        <translation>示波器</translation>
    </message>
    <message>
        <source>Spikewright projects (*.spw)</source>
        <translation>Spikewright 项目 (*.spw)</translation>
    </message>
    <message>
        <source>The engine could not be loaded: %1 You can edit and save, but not run.</source>
        <translation>无法加载引擎：%1 可以编辑和保存，但不能运行。</translation>
    </message>
    <message>
        <source>The last session ended unexpectedly. This can be recovered: %1, as of %2.</source>
        <translation>上次会话意外结束。可以恢复：%1，时间 %2。</translation>
    </message>
    <message>
        <source>The linear algebra library in use is the slow reference BLAS. Install libopenblas0-pthread; training becomes many times faster.</source>
        <translation>当前使用的线性代数库是缓慢的参考 BLAS。请安装 libopenblas0-pthread，训练速度会提高许多倍。</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>This project has no file yet. Click to save it.</source>
        <translation>此项目还没有文件。点击保存。</translation>
    </message>
    <message>
        <source>Training Charts</source>
        <translation>训练曲线</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>撤销：%1</translation>
    </message>
    <message>
        <source>What computes the runs. Click for the console.</source>
        <translation>执行运行的引擎。点击打开控制台。</translation>
    </message>
    <message>
        <source>a project that was never saved</source>
        <translation>一个从未保存的项目</translation>
    </message>
    <message>
        <source>engine failed</source>
        <translation>引擎失败</translation>
    </message>
    <message>
        <source>engine ready (CPU)</source>
        <translation>引擎就绪（CPU）</translation>
    </message>
    <message>
        <source>engine ready (CUDA)</source>
        <translation>引擎就绪（CUDA）</translation>
    </message>
    <message>
        <source>engine starting</source>
        <translation>引擎启动中</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>saved %1</source>
        <translation>已保存 %1</translation>
    </message>
    <message>
        <source>zoom %1 %</source>
        <translation>缩放 %1 %</translation>
    </message>
    <message>
        <source>Every neuron layer is recorded already. Start the run (F5).</source>
        <translation>所有神经元层都已被记录。请开始运行（F5）。</translation>
    </message>
    <message numerus="yes">
        <source>%n probes added. Start the run (F5) to see what they record.</source>
        <translation>
            <numerusform>已添加 %n 个探针。请开始运行（F5）查看记录。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>spw::ui::MessageBar</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close message</source>
        <translation>关闭消息</translation>
    </message>
</context>
<context>
    <name>spw::ui::OutputBars</name>
    <message>
        <source>Largest: %1, %2</source>
        <translation>最大：%1，%2</translation>
    </message>
    <message>
        <source>No readout recorded.</source>
        <translation>未记录读出。</translation>
    </message>
    <message>
        <source>Output per class</source>
        <translation>各类别输出</translation>
    </message>
    <message>
        <source>and %1 smaller</source>
        <translation>以及 %1 个较小的</translation>
    </message>
    <message>
        <source>predicted</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>predicted, true</source>
        <translation>预测正确</translation>
    </message>
    <message>
        <source>true</source>
        <translation>真实</translation>
    </message>
</context>
<context>
    <name>spw::ui::ParamEditor</name>
    <message>
        <source>%1: has a value</source>
        <translation>%1：有值</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Choose %1</source>
        <translation>选择 %1</translation>
    </message>
    <message>
        <source>mixed</source>
        <translation>不一致</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>spw::ui::ProblemsModel</name>
    <message>
        <source>! Warning</source>
        <translation>! 警告</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>严重程度</translation>
    </message>
    <message>
        <source>i Note</source>
        <translation>i 提示</translation>
    </message>
    <message>
        <source>x Error</source>
        <translation>× 错误</translation>
    </message>
</context>
<context>
    <name>spw::ui::ProblemsPanel</name>
    <message>
        <source>No problems. Last check %1.</source>
        <translation>没有问题。上次检查 %1。</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Problems (%1)</source>
        <translation>问题 (%1)</translation>
    </message>
</context>
<context>
    <name>spw::ui::ProjectModel</name>
    <message>
        <source>Run settings</source>
        <translation>运行设置</translation>
    </message>
    <message>
        <source>recovered</source>
        <translation>已恢复</translation>
    </message>
    <message>
        <source>untitled</source>
        <translation>未命名</translation>
    </message>
</context>
<context>
    <name>spw::ui::RasterPlottable</name>
    <message>
        <source>1 cell = %1 steps x %2 neurons</source>
        <translation>1 格 = %1 步 × %2 个神经元</translation>
    </message>
</context>
<context>
    <name>spw::ui::RasterView</name>
    <message>
        <source>Indexing %1 spikes...</source>
        <translation>正在索引 %1 个脉冲...</translation>
    </message>
    <message>
        <source>No neuron of this layer spiked.</source>
        <translation>此层没有神经元发放脉冲。</translation>
    </message>
    <message>
        <source>Raster</source>
        <translation>栅格图</translation>
    </message>
    <message>
        <source>Raster: %1</source>
        <translation>栅格图：%1</translation>
    </message>
    <message>
        <source>Raster: %1, %2 neurons; density, zoom in below %3 spikes for exact marks</source>
        <translation>栅格图：%1，%2 个神经元；密度图，放大到少于 %3 个脉冲可见精确标记</translation>
    </message>
    <message>
        <source>Raster: %1, %2 neurons; spikes in view: %3, each one drawn</source>
        <translation>栅格图：%1，%2 个神经元；视图内 %3 个脉冲，全部绘出</translation>
    </message>
    <message>
        <source>Spike raster</source>
        <translation>脉冲栅格图</translation>
    </message>
    <message>
        <source>The spikes of this layer were not recorded.</source>
        <translation>未记录此层的脉冲。</translation>
    </message>
    <message>
        <source>density</source>
        <translation>密度</translation>
    </message>
    <message>
        <source>log</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>neuron</source>
        <translation>神经元</translation>
    </message>
    <message>
        <source>neuron %1, spike at step %2</source>
        <translation>神经元 %1，第 %2 步有脉冲</translation>
    </message>
    <message>
        <source>neuron %1, step %2: no spike</source>
        <translation>神经元 %1，第 %2 步：无脉冲</translation>
    </message>
    <message>
        <source>neuron %1, step %2; density, %3</source>
        <translation>神经元 %1，第 %2 步；密度，%3</translation>
    </message>
    <message>
        <source>rate</source>
        <translation>发放率</translation>
    </message>
    <message>
        <source>steps since the one before: %1</source>
        <translation>距前一个的步数：%1</translation>
    </message>
    <message>
        <source>steps to the next: %1</source>
        <translation>到下一个的步数：%1</translation>
    </message>
</context>
<context>
    <name>spw::ui::RunBar</name>
    <message>
        <source>A run is under way.</source>
        <translation>正在运行。</translation>
    </message>
    <message>
        <source>Compute device</source>
        <translation>计算设备</translation>
    </message>
    <message>
        <source>ETA %1</source>
        <translation>剩余 %1</translation>
    </message>
    <message>
        <source>No run is under way.</source>
        <translation>没有正在进行的运行。</translation>
    </message>
    <message>
        <source>Only training has checkpoints.</source>
        <translation>只有训练才有检查点。</translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation>运行进度</translation>
    </message>
    <message>
        <source>Run bar</source>
        <translation>运行栏</translation>
    </message>
    <message>
        <source>Run mode</source>
        <translation>运行模式</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Simulate</source>
        <translation>仿真</translation>
    </message>
    <message>
        <source>Start of all random numbers of a run: same seed, same run</source>
        <translation>一次运行中所有随机数的起点：种子相同，运行相同</translation>
    </message>
    <message>
        <source>The run goes on with the graph it was started with. Start it again to use the changes.</source>
        <translation>运行继续使用启动时的图。重新启动才会使用更改。</translation>
    </message>
    <message>
        <source>The run is being stopped.</source>
        <translation>正在停止运行。</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>What computes the run</source>
        <translation>用于计算的设备</translation>
    </message>
    <message>
        <source>acc %1 %</source>
        <translation>准确率 %1 %</translation>
    </message>
    <message>
        <source>device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>epoch %1/%2</source>
        <translation>轮次 %1/%2</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>graph changed</source>
        <translation>图已更改</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>loss %1</source>
        <translation>损失 %1</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>pausing</source>
        <translation>正在暂停</translation>
    </message>
    <message>
        <source>preparing</source>
        <translation>准备中</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>评估</translation>
    </message>
    <message>
        <source>Train: learn from all samples. Evaluate: measure the last trained weights on the test samples. Simulate: run one test sample through the network.</source>
        <translation>训练：用全部样本学习。评估：在测试样本上测量最近训练的权重。仿真：让一个测试样本通过网络。</translation>
    </message>
</context>
<context>
    <name>spw::ui::RunController</name>
    <message>
        <source>A checkpoint is written after this batch.</source>
        <translation>这一批次之后写入检查点。</translation>
    </message>
    <message>
        <source>Run finished. %1</source>
        <translation>运行已完成。%1</translation>
    </message>
    <message>
        <source>Run stopped. %1</source>
        <translation>运行已停止。%1</translation>
    </message>
    <message>
        <source>The engine is not ready yet.</source>
        <translation>引擎尚未就绪。</translation>
    </message>
    <message>
        <source>The graph has errors. The Problems list names them (F4).</source>
        <translation>图中有错误。问题列表中有说明（F4）。</translation>
    </message>
    <message>
        <source>The graph is empty. Add nodes or open an example.</source>
        <translation>图是空的。请添加节点或打开示例。</translation>
    </message>
    <message>
        <source>The run goes on with the graph it was started with. Start it again to use the changes.</source>
        <translation>运行继续使用启动时的图。重新启动才会使用更改。</translation>
    </message>
    <message>
        <source>There are no trained weights of this graph yet. Train it first, then evaluate.</source>
        <translation>此网络图还没有训练好的权重。请先训练，再评估。</translation>
    </message>
    <message>
        <source>Weights of %1</source>
        <translation>权重来自 %1</translation>
    </message>
</context>
<context>
    <name>spw::ui::ScopesPanel</name>
    <message>
        <source>%1: %2; epoch %3</source>
        <translation>%1：%2；第 %3 轮</translation>
    </message>
    <message>
        <source>A newer sample is there. Press Live (G) to see it.</source>
        <translation>有更新的样本。按“实时”（G）查看。</translation>
    </message>
    <message>
        <source>Each new sample of the run is shown as it comes.</source>
        <translation>运行的每个新样本到达时即显示。</translation>
    </message>
    <message>
        <source>Event player</source>
        <translation>事件播放器</translation>
    </message>
    <message>
        <source>First step (Home)</source>
        <translation>第一步（Home）</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适应</translation>
    </message>
    <message>
        <source>Last step (End)</source>
        <translation>最后一步（End）</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Layer whose spikes and membranes are shown</source>
        <translation>显示其脉冲和膜电位的层</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>Membrane trace</source>
        <translation>膜电位曲线</translation>
    </message>
    <message>
        <source>New samples of the run are not shown. Press Live (G).</source>
        <translation>不显示运行的新样本。按“实时”（G）。</translation>
    </message>
    <message>
        <source>One step back (Left)</source>
        <translation>后退一步（左）</translation>
    </message>
    <message>
        <source>One step forward (Right)</source>
        <translation>前进一步（右）</translation>
    </message>
    <message>
        <source>Output per class</source>
        <translation>各类别输出</translation>
    </message>
    <message>
        <source>Pause (Space)</source>
        <translation>暂停（空格）</translation>
    </message>
    <message>
        <source>Play (Space)</source>
        <translation>播放（空格）</translation>
    </message>
    <message>
        <source>Probe all neuron layers</source>
        <translation>探测所有神经元层</translation>
    </message>
    <message>
        <source>Raster</source>
        <translation>栅格图</translation>
    </message>
    <message>
        <source>Scopes</source>
        <translation>示波器</translation>
    </message>
    <message>
        <source>Show all steps and neurons (F)</source>
        <translation>显示所有时间步和神经元（F）</translation>
    </message>
    <message>
        <source>Show each new sample of the run as it comes (G)</source>
        <translation>运行的每个新样本到达时即显示（G）</translation>
    </message>
    <message>
        <source>Spikes in the heatmap</source>
        <translation>热图中的脉冲</translation>
    </message>
    <message>
        <source>Test sample %1</source>
        <translation>测试样本 %1</translation>
    </message>
    <message>
        <source>The run has ended; this is its last sample.</source>
        <translation>运行已结束；这是最后一个样本。</translation>
    </message>
    <message>
        <source>Training sample %1</source>
        <translation>训练样本 %1</translation>
    </message>
    <message>
        <source>Views</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Voltage heatmap</source>
        <translation>膜电位热图</translation>
    </message>
    <message>
        <source>label %1</source>
        <translation>标签 %1</translation>
    </message>
    <message>
        <source>label %1, predicted %2 (right)</source>
        <translation>标签 %1，预测 %2（正确）</translation>
    </message>
    <message>
        <source>label %1, predicted %2 (wrong)</source>
        <translation>标签 %1，预测 %2（错误）</translation>
    </message>
    <message>
        <source>step %1 of %2</source>
        <translation>第 %1 / %2 步</translation>
    </message>
    <message>
        <source>step %1 of %2, %3 to %4 ms</source>
        <translation>第 %1 / %2 步，%3 至 %4 毫秒</translation>
    </message>
    <message>
        <source>■ Held</source>
        <translation>■ 保持</translation>
    </message>
    <message>
        <source>○ Last sample</source>
        <translation>○ 最后样本</translation>
    </message>
    <message>
        <source>● Live</source>
        <translation>● 实时</translation>
    </message>
    <message>
        <source>'%1' is no step and no time of this sample. Type 12 or 12 ms.</source>
        <translation>“%1”不是此样本的时间步或时刻。请输入 12 或 12 ms。</translation>
    </message>
    <message>
        <source>Go to time</source>
        <translation>跳转到时刻</translation>
    </message>
    <message>
        <source>Nothing is recorded yet. Start the run (F5), or select a node and press P to probe it.</source>
        <translation>尚无记录。请开始运行（F5），或选中节点后按 P 添加探针。</translation>
    </message>
    <message>
        <source>Repeat (L); [ and ] set its ends at the cursor</source>
        <translation>循环播放（L）；[ 和 ] 在光标处设置起点和终点</translation>
    </message>
    <message>
        <source>Step to go to, or a time such as 12 ms (Ctrl+T). M sets a marker at the cursor.</source>
        <translation>要跳转到的时间步，或时刻，如 12 ms（Ctrl+T）。按 M 在光标处设置标记。</translation>
    </message>
    <message>
        <source>go to</source>
        <translation>跳转到</translation>
    </message>
</context>
<context>
    <name>spw::ui::SurrogateCurve</name>
    <message>
        <source>Derivative that stands in for the step of a spike, from 2 below to 2 above the threshold</source>
        <translation>代替脉冲阶跃的导数，范围为阈值以下 2 到阈值以上 2</translation>
    </message>
    <message>
        <source>Surrogate derivative</source>
        <translation>替代导数</translation>
    </message>
</context>
<context>
    <name>spw::ui::TraceView</name>
    <message>
        <source>, next spike +%1</source>
        <translation>，下一个脉冲 +%1</translation>
    </message>
    <message>
        <source>, spike</source>
        <translation>，脉冲</translation>
    </message>
    <message>
        <source>; step %1: %2 = %3</source>
        <translation>；第 %1 步：%2 = %3</translation>
    </message>
    <message>
        <source>Membrane trace</source>
        <translation>膜电位曲线</translation>
    </message>
    <message>
        <source>The membrane of neuron %1 was not recorded: %2 of %3 were.</source>
        <translation>未记录神经元 %1 的膜电位：记录了 %3 个中的 %2 个。</translation>
    </message>
    <message>
        <source>The membrane of this layer was not recorded.</source>
        <translation>未记录此层的膜电位。</translation>
    </message>
    <message>
        <source>Trace</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Trace: %1, neuron %2</source>
        <translation>曲线：%1，神经元 %2</translation>
    </message>
    <message>
        <source>reset %1</source>
        <translation>复位 %1</translation>
    </message>
    <message>
        <source>step %1: %2 = %3</source>
        <translation>第 %1 步：%2 = %3</translation>
    </message>
    <message>
        <source>threshold %1</source>
        <translation>阈值 %1</translation>
    </message>
</context>
<context>
    <name>spw::ui::Welcome</name>
    <message>
        <source>Example: %1</source>
        <translation>示例：%1</translation>
    </message>
    <message>
        <source>Open...</source>
        <translation>打开...</translation>
    </message>
    <message>
        <source>Press Tab to add a node, drag one from the library, or open something.</source>
        <translation>按 Tab 添加节点，从节点库拖入一个，或打开一个项目。</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近</translation>
    </message>
    <message>
        <source>Start here</source>
        <translation>从这里开始</translation>
    </message>
</context>
<context>
    <name>texts</name>
    <message>
        <source>A change alters the shape of the network; weights do not fit any more.</source>
        <translation>更改会改变网络形状；权重不再匹配。</translation>
    </message>
    <message>
        <source>A change reaches a run at once.</source>
        <translation>更改立即作用于运行。</translation>
    </message>
    <message>
        <source>A change takes effect when the run is started again.</source>
        <translation>更改在重新启动运行后生效。</translation>
    </message>
    <message>
        <source>live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>rebuild</source>
        <translation>重建</translation>
    </message>
    <message>
        <source>restart</source>
        <translation>重启</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
</context>
</TS>
