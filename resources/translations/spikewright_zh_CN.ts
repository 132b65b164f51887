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
    <message>
        <source>%1 to %2 %</source>
        <translation>%1 至 %2 %</translation>
    </message>
    <message>
        <source>cannot be repeated</source>
        <translation>无法重复</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>stuck %1 %</source>
        <translation>停滞 %1 %</translation>
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
    <message>
        <source>Group</source>
        <translation>编组</translation>
    </message>
    <message>
        <source>Put a frame around the selected nodes, which can then be repeated</source>
        <translation>为所选节点加上框，之后可以整体重复</translation>
    </message>
    <message>
        <source>Ungroup</source>
        <translation>取消编组</translation>
    </message>
    <message>
        <source>Take the frame away and keep the nodes; or take the selected nodes out of it</source>
        <translation>去掉框并保留节点；或将所选节点移出框</translation>
    </message>
    <message>
        <source>Repeat Group...</source>
        <translation>重复编组...</translation>
    </message>
    <message>
        <source>Stack copies of the group, each with weights of its own</source>
        <translation>堆叠编组的副本，每个副本有自己的权重</translation>
    </message>
    <message>
        <source>Import Model...</source>
        <translation>导入模型...</translation>
    </message>
    <message>
        <source>Make a project of a network of another program</source>
        <translation>用其他程序的网络生成项目</translation>
    </message>
    <message>
        <source>Open Recording...</source>
        <translation>打开录制...</translation>
    </message>
    <message>
        <source>Play the events of a camera's recording</source>
        <translation>播放相机录制的事件</translation>
    </message>
    <message>
        <source>Export Model...</source>
        <translation>导出模型...</translation>
    </message>
    <message>
        <source>Write the network for another program, with a report</source>
        <translation>为其他程序写出网络，并附报告</translation>
    </message>
    <message>
        <source>New from Template...</source>
        <translation>从模板新建...</translation>
    </message>
    <message>
        <source>Start with a known network: residual, VGG, recurrent, ...</source>
        <translation>从已知网络开始：残差、VGG、循环……</translation>
    </message>
    <message>
        <source>Convert to SNN...</source>
        <translation>转换为 SNN...</translation>
    </message>
    <message>
        <source>Make a spiking network of a trained analog one, and see its accuracy against the steps</source>
        <translation>把训练好的模拟网络变成脉冲网络，并查看其准确率随步数的变化</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Go to the weights of the selected synapse</source>
        <translation>转到所选突触的权重</translation>
    </message>
    <message>
        <source>Train with STDP</source>
        <translation>用 STDP 训练</translation>
    </message>
    <message>
        <source>Let an STDP learner train the selected synapse from the spikes on both of its sides</source>
        <translation>让 STDP 学习器根据两侧的脉冲训练所选突触</translation>
    </message>
    <message>
        <source>Freeze or Learn</source>
        <translation>冻结或学习</translation>
    </message>
    <message>
        <source>Hold the weights of the selected synapses as they are, or let them learn again; a learner is switched while the run goes on</source>
        <translation>保持所选突触的权重不变，或让其重新学习；学习器在运行中即可开关</translation>
    </message>
    <message>
        <source>Step Back</source>
        <translation>后退一步</translation>
    </message>
    <message>
        <source>Go one time step back in what was recorded</source>
        <translation>在已记录的内容中后退一个时间步</translation>
    </message>
    <message>
        <source>Write a checkpoint now: weights, and all that is needed to go on</source>
        <translation>立即写入检查点：权重，以及继续运行所需的一切</translation>
    </message>
    <message>
        <source>Go on with the training or live run a checkpoint was written in</source>
        <translation>从写入检查点的训练或实时运行继续</translation>
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
    <message>
        <source>Double exponential</source>
        <translation>双指数</translation>
    </message>
    <message>
        <source>Soft sign</source>
        <translation>Soft sign（软符号函数）</translation>
    </message>
    <message>
        <source>Logarithm to both sides</source>
        <translation>两侧对数</translation>
    </message>
    <message>
        <source>Ramp with leaky ends</source>
        <translation>两端带泄漏的斜坡</translation>
    </message>
    <message>
        <source>Square wave (Fourier series)</source>
        <translation>方波（傅里叶级数）</translation>
    </message>
    <message>
        <source>S2NN (sigmoid, then logarithm)</source>
        <translation>S2NN（先 Sigmoid，后对数）</translation>
    </message>
    <message>
        <source>Power law (q-PseudoSpike)</source>
        <translation>幂律（q-PseudoSpike）</translation>
    </message>
    <message>
        <source>Leaky rectifier</source>
        <translation>带泄漏的整流</translation>
    </message>
    <message>
        <source>Fake numerical gradient</source>
        <translation>伪数值梯度</translation>
    </message>
    <message>
        <source>Log-tailed rectifier</source>
        <translation>对数尾整流</translation>
    </message>
    <message>
        <source>SuperSpike (SpikingJelly)</source>
        <translation>SuperSpike（SpikingJelly）</translation>
    </message>
    <message>
        <source>SuperSpike (fast sigmoid)</source>
        <translation>SuperSpike（快速 Sigmoid）</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>矩形</translation>
    </message>
    <message>
        <source>Straight through</source>
        <translation>直通</translation>
    </message>
    <message>
        <source>Spike count (multi-level)</source>
        <translation>脉冲计数（多级）</translation>
    </message>
    <message>
        <source>SLAYER escape probability</source>
        <translation>SLAYER 逃逸概率</translation>
    </message>
    <message>
        <source>lava Laplacian</source>
        <translation>lava 拉普拉斯</translation>
    </message>
    <message>
        <source>lava graded</source>
        <translation>lava 分级</translation>
    </message>
    <message>
        <source>sinabs single exponential</source>
        <translation>sinabs 单指数</translation>
    </message>
    <message>
        <source>sinabs Heaviside</source>
        <translation>sinabs Heaviside（阶跃）</translation>
    </message>
    <message>
        <source>sinabs Gaussian</source>
        <translation>sinabs 高斯</translation>
    </message>
    <message>
        <source>sinabs multi-Gaussian</source>
        <translation>sinabs 多高斯</translation>
    </message>
    <message>
        <source>sinabs periodic exponential</source>
        <translation>sinabs 周期指数</translation>
    </message>
    <message>
        <source>Steepness of the surrogate. none takes the surrogate's own: 4 for sigmoid, 2 for atan, 1 for piecewise_quadratic, 2 for erf, 1 for piecewise_exp, 2 for soft_sign, 1 for nonzero_sign_log_abs, 4 for s2nn, 2 for q_pseudo_spike, 0.3 for fake_numerical_gradient, 0 for log_tailed_relu, 1 for super_spike, 1 for fast_sigmoid, 1 for rect, 1 for deterministic_pass.</source>
        <translation>替代函数的陡度。“无”表示取其自身的默认值：sigmoid 为 4，atan 为 2，piecewise_quadratic 为 1，erf 为 2，piecewise_exp 为 1，soft_sign 为 2，nonzero_sign_log_abs 为 1，s2nn 为 4，q_pseudo_spike 为 2，fake_numerical_gradient 为 0.3，log_tailed_relu 为 0，super_spike 为 1，fast_sigmoid 为 1，rect 为 1，deterministic_pass 为 1。</translation>
    </message>
    <message>
        <source>Ramp half width</source>
        <translation>斜坡半宽</translation>
    </message>
    <message>
        <source>Half the width of the ramp around the threshold. none takes the surrogate's own: 1 for piecewise_leaky_relu.</source>
        <translation>阈值附近斜坡宽度的一半。“无”表示取其自身的默认值：piecewise_leaky_relu 为 1。</translation>
    </message>
    <message>
        <source>Leak of the ends</source>
        <translation>两端泄漏</translation>
    </message>
    <message>
        <source>Slope left and right of the ramp. none takes the surrogate's own: 0.01 for piecewise_leaky_relu.</source>
        <translation>斜坡左右两侧的斜率。“无”表示取其自身的默认值：piecewise_leaky_relu 为 0.01。</translation>
    </message>
    <message>
        <source>Fourier terms</source>
        <translation>傅里叶项数</translation>
    </message>
    <message>
        <source>One more than the number of terms of the series. none takes the surrogate's own: 2 for squarewave_fourier_series.</source>
        <translation>级数的项数加一。“无”表示取其自身的默认值：squarewave_fourier_series 为 2。</translation>
    </message>
    <message>
        <source>Period of the square wave, in units of the membrane. none takes the surrogate's own: 8 for squarewave_fourier_series.</source>
        <translation>方波的周期，以膜电位为单位。“无”表示取其自身的默认值：squarewave_fourier_series 为 8。</translation>
    </message>
    <message>
        <source>Height above</source>
        <translation>阈上高度</translation>
    </message>
    <message>
        <source>Slope right at the threshold, from where it falls off. none takes the surrogate's own: 1 for s2nn.</source>
        <translation>紧贴阈值处的斜率，由此开始下降。“无”表示取其自身的默认值：s2nn 为 1。</translation>
    </message>
    <message>
        <source>Slope below</source>
        <translation>阈下斜率</translation>
    </message>
    <message>
        <source>Slope below the threshold. none takes the surrogate's own: 0 for leaky_k_relu.</source>
        <translation>阈值以下的斜率。“无”表示取其自身的默认值：leaky_k_relu 为 0。</translation>
    </message>
    <message>
        <source>Slope above</source>
        <translation>阈上斜率</translation>
    </message>
    <message>
        <source>Slope from the threshold on. none takes the surrogate's own: 1 for leaky_k_relu.</source>
        <translation>从阈值起的斜率。“无”表示取其自身的默认值：leaky_k_relu 为 1。</translation>
    </message>
    <message>
        <source>Most spikes</source>
        <translation>最多脉冲数</translation>
    </message>
    <message>
        <source>Largest number of spikes in one step. none takes the surrogate's own: 4 for multi_level_spike_count.</source>
        <translation>一步内的最大脉冲数。“无”表示取其自身的默认值：multi_level_spike_count 为 4。</translation>
    </message>
    <message>
        <source>Escape width</source>
        <translation>逃逸宽度</translation>
    </message>
    <message>
        <source>Width of the escape probability, in units of the threshold. none takes the surrogate's own: 1 for slayer_pdf.</source>
        <translation>逃逸概率的宽度，以阈值为单位。“无”表示取其自身的默认值：slayer_pdf 为 1。</translation>
    </message>
    <message>
        <source>Escape scale</source>
        <translation>逃逸缩放</translation>
    </message>
    <message>
        <source>Factor of the escape probability. none takes the surrogate's own: 1 for slayer_pdf.</source>
        <translation>逃逸概率的系数。“无”表示取其自身的默认值：slayer_pdf 为 1。</translation>
    </message>
    <message>
        <source>Slope width</source>
        <translation>斜率宽度</translation>
    </message>
    <message>
        <source>Relaxation of the slope, in units of the threshold times the width factor. none takes the surrogate's own: 1 for lava_laplacian, 1 for lava_graded.</source>
        <translation>斜率的松弛宽度，以阈值乘以宽度系数为单位。“无”表示取其自身的默认值：lava_laplacian 为 1，lava_graded 为 1。</translation>
    </message>
    <message>
        <source>Slope scale</source>
        <translation>斜率缩放</translation>
    </message>
    <message>
        <source>Factor of the slope. none takes the surrogate's own: 1 for lava_laplacian, 1 for lava_graded.</source>
        <translation>斜率的系数。“无”表示取其自身的默认值：lava_laplacian 为 1，lava_graded 为 1。</translation>
    </message>
    <message>
        <source>Width factor</source>
        <translation>宽度系数</translation>
    </message>
    <message>
        <source>What the kind of neuron makes of the slope width: 100, or 0.5 for RF. none takes the surrogate's own: 100 for lava_laplacian, 100 for lava_graded.</source>
        <translation>神经元类型对斜率宽度的换算：100，RF 为 0.5。“无”表示取其自身的默认值：lava_laplacian 为 100，lava_graded 为 100。</translation>
    </message>
    <message>
        <source>Scale factor</source>
        <translation>缩放系数</translation>
    </message>
    <message>
        <source>What the kind of neuron makes of the slope scale: 0.1, or 10 for RF. none takes the surrogate's own: 0.1 for lava_laplacian, 0.1 for lava_graded.</source>
        <translation>神经元类型对斜率缩放的换算：0.1，RF 为 10。“无”表示取其自身的默认值：lava_laplacian 为 0.1，lava_graded 为 0.1。</translation>
    </message>
    <message>
        <source>Width of the exponential. none takes the surrogate's own: 0.5 for single_exponential, 0.5 for periodic_exponential.</source>
        <translation>指数的宽度。“无”表示取其自身的默认值：single_exponential 为 0.5，periodic_exponential 为 0.5。</translation>
    </message>
    <message>
        <source>Factor of the slope. none takes the surrogate's own: 1 for single_exponential, 1 for gaussian, 1 for multi_gaussian, 1 for periodic_exponential.</source>
        <translation>斜率的系数。“无”表示取其自身的默认值：single_exponential 为 1，gaussian 为 1，multi_gaussian 为 1，periodic_exponential 为 1。</translation>
    </message>
    <message>
        <source>How far below the threshold the slope begins. none takes the surrogate's own: 1 for heaviside.</source>
        <translation>斜率从阈值以下多远处开始。“无”表示取其自身的默认值：heaviside 为 1。</translation>
    </message>
    <message>
        <source>Centre</source>
        <translation>中心</translation>
    </message>
    <message>
        <source>Where the bell lies, seen from the threshold. none takes the surrogate's own: 0 for gaussian, 0 for multi_gaussian.</source>
        <translation>钟形曲线相对于阈值的位置。“无”表示取其自身的默认值：gaussian 为 0，multi_gaussian 为 0。</translation>
    </message>
    <message>
        <source>Standard deviation of the bell. none takes the surrogate's own: 0.5 for gaussian, 0.5 for multi_gaussian.</source>
        <translation>钟形曲线的标准差。“无”表示取其自身的默认值：gaussian 为 0.5，multi_gaussian 为 0.5。</translation>
    </message>
    <message>
        <source>Side height</source>
        <translation>侧峰高度</translation>
    </message>
    <message>
        <source>Weight of the two wide bells that are taken away. none takes the surrogate's own: 0.15 for multi_gaussian.</source>
        <translation>被减去的两个宽钟形曲线的权重。“无”表示取其自身的默认值：multi_gaussian 为 0.15。</translation>
    </message>
    <message>
        <source>Side width</source>
        <translation>侧峰宽度</translation>
    </message>
    <message>
        <source>Width of those bells, in units of the width. none takes the surrogate's own: 6 for multi_gaussian.</source>
        <translation>这两个钟形曲线的宽度，以宽度参数为单位。“无”表示取其自身的默认值：multi_gaussian 为 6。</translation>
    </message>
    <message>
        <source>Train by</source>
        <translation>训练方式</translation>
    </message>
    <message>
        <source>Frozen weights stay as they are; a frozen normalisation uses what it has learned.</source>
        <translation>冻结的权重保持不变；冻结的归一化使用已学到的统计量。</translation>
    </message>
    <message>
        <source>Gradient</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>Nothing (frozen)</source>
        <translation>无（冻结）</translation>
    </message>
    <message>
        <source>QIF</source>
        <translation>QIF 神经元</translation>
    </message>
    <message>
        <source>Near threshold the membrane accelerates by itself: v_c is the point of no return.</source>
        <translation>接近阈值时膜电位会自行加速：v_c 是不归点。</translation>
    </message>
    <message>
        <source>Larger values make the membrane slower.</source>
        <translation>值越大，膜电位变化越慢。</translation>
    </message>
    <message>
        <source>Critical voltage</source>
        <translation>临界电压</translation>
    </message>
    <message>
        <source>Above it the membrane rises on its own; below it falls back to rest.</source>
        <translation>高于它时膜电位自行上升；低于它时回落到静息。</translation>
    </message>
    <message>
        <source>Curvature</source>
        <translation>曲率</translation>
    </message>
    <message>
        <source>How strongly the quadratic term pulls.</source>
        <translation>二次项的拉动强度。</translation>
    </message>
    <message>
        <source>Resting potential</source>
        <translation>静息电位</translation>
    </message>
    <message>
        <source>Where the membrane settles without input.</source>
        <translation>没有输入时膜电位稳定到的值。</translation>
    </message>
    <message>
        <source>EIF</source>
        <translation>EIF 神经元</translation>
    </message>
    <message>
        <source>A sharp exponential upswing replaces the hard threshold of LIF.</source>
        <translation>以陡峭的指数上冲取代 LIF 的硬阈值。</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>锐度</translation>
    </message>
    <message>
        <source>Width of the upswing in units of the membrane: smaller is sharper.</source>
        <translation>上冲的宽度，以膜电位为单位：越小越陡峭。</translation>
    </message>
    <message>
        <source>Rheobase threshold</source>
        <translation>基强度阈值</translation>
    </message>
    <message>
        <source>The membrane value at which the upswing takes over.</source>
        <translation>上冲开始主导时的膜电位值。</translation>
    </message>
    <message>
        <source>Where the leak pulls the membrane to.</source>
        <translation>泄漏把膜电位拉向的值。</translation>
    </message>
    <message>
        <source>KLIF</source>
        <translation>KLIF 神经元</translation>
    </message>
    <message>
        <source>Learns the gain of its own membrane so that the surrogate gradient is used where it matters.</source>
        <translation>学习自身膜电位的增益，使替代梯度用在关键之处。</translation>
    </message>
    <message>
        <source>Undo gain at reset</source>
        <translation>复位时撤销增益</translation>
    </message>
    <message>
        <source>On: the membrane is divided by k again when it is reset.</source>
        <translation>开启：膜电位复位时再除以 k。</translation>
    </message>
    <message>
        <source>Adaptive IF</source>
        <translation>自适应 IF 神经元</translation>
    </message>
    <message>
        <source>A second, slow variable makes a neuron tire: it fires quickly at first, then settles.</source>
        <translation>第二个慢变量使神经元疲劳：起初快速发放，随后趋于平稳。</translation>
    </message>
    <message>
        <source>The membrane value around which the adaptation is measured.</source>
        <translation>衡量适应所围绕的膜电位值。</translation>
    </message>
    <message>
        <source>First adaptation</source>
        <translation>初始适应值</translation>
    </message>
    <message>
        <source>Value of the adaptation variable after a reset of the network.</source>
        <translation>网络复位后适应变量的值。</translation>
    </message>
    <message>
        <source>Adaptation time constant</source>
        <translation>适应时间常数</translation>
    </message>
    <message>
        <source>How slowly the adaptation variable follows.</source>
        <translation>适应变量跟随的快慢。</translation>
    </message>
    <message>
        <source>Coupling</source>
        <translation>耦合</translation>
    </message>
    <message>
        <source>How strongly the membrane below threshold drives the adaptation.</source>
        <translation>阈值以下的膜电位对适应的驱动强度。</translation>
    </message>
    <message>
        <source>Jump per spike</source>
        <translation>每个脉冲的增量</translation>
    </message>
    <message>
        <source>What each spike adds to the adaptation.</source>
        <translation>每个脉冲为适应变量增加的量。</translation>
    </message>
    <message>
        <source>Izhikevich</source>
        <translation>Izhikevich 神经元</translation>
    </message>
    <message>
        <source>Two equations, most of the firing patterns seen in cortex.</source>
        <translation>两个方程，涵盖皮层中的大多数发放模式。</translation>
    </message>
    <message>
        <source>Above it the membrane rises on its own.</source>
        <translation>高于它时膜电位自行上升。</translation>
    </message>
    <message>
        <source>CUBA-LIF (CLIF)</source>
        <translation>CUBA-LIF 神经元（CLIF）</translation>
    </message>
    <message>
        <source>Current-based LIF in two multiplications.</source>
        <translation>只用两次乘法的基于电流的 LIF。</translation>
    </message>
    <message>
        <source>Current decay</source>
        <translation>电流衰减</translation>
    </message>
    <message>
        <source>Share of the current that is left after one step.</source>
        <translation>一步之后电流剩余的比例。</translation>
    </message>
    <message>
        <source>Voltage decay</source>
        <translation>电压衰减</translation>
    </message>
    <message>
        <source>Share of the membrane that is left after one step.</source>
        <translation>一步之后膜电位剩余的比例。</translation>
    </message>
    <message>
        <source>OTTT-LIF</source>
        <translation>OTTT-LIF 神经元</translation>
    </message>
    <message>
        <source>Learns online: the past is compressed into one trace.</source>
        <translation>在线学习：过去被压缩成一条迹。</translation>
    </message>
    <message>
        <source>SLTT-LIF</source>
        <translation>SLTT-LIF 神经元</translation>
    </message>
    <message>
        <source>Backpropagates through space only; memory does not grow with T.</source>
        <translation>只在空间上反向传播；内存不随 T 增长。</translation>
    </message>
    <message>
        <source>I-LIF</source>
        <translation>I-LIF 神经元</translation>
    </message>
    <message>
        <source>Trains with integers, runs with D binary steps.</source>
        <translation>用整数训练，以 D 个二值步运行。</translation>
    </message>
    <message>
        <source>Most spikes per step</source>
        <translation>每步最多脉冲数</translation>
    </message>
    <message>
        <source>Counts are cut at this.</source>
        <translation>计数以此为上限截断。</translation>
    </message>
    <message>
        <source>How much membrane one spike stands for.</source>
        <translation>一个脉冲代表多少膜电位。</translation>
    </message>
    <message>
        <source>Let no gradient flow through the reset.</source>
        <translation>不让梯度通过复位。</translation>
    </message>
    <message>
        <source>ST-BIF</source>
        <translation>ST-BIF 神经元</translation>
    </message>
    <message>
        <source>Fires negative spikes to take back a mistake.</source>
        <translation>发放负脉冲以收回错误。</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>What one spike is worth; where learning starts.</source>
        <translation>一个脉冲的值；学习的起点。</translation>
    </message>
    <message>
        <source>Levels</source>
        <translation>级数</translation>
    </message>
    <message>
        <source>Number of levels of the quantiser that the neuron stands for.</source>
        <translation>该神经元所代表的量化器的级数。</translation>
    </message>
    <message>
        <source>Symmetric</source>
        <translation>对称</translation>
    </message>
    <message>
        <source>Levels on both sides of 0. Off: from 0 up.</source>
        <translation>级别分布在 0 的两侧。关闭：从 0 向上。</translation>
    </message>
    <message>
        <source>Largest balance</source>
        <translation>最大余额</translation>
    </message>
    <message>
        <source>none takes level - 1, or level / 2 - 1 when symmetric.</source>
        <translation>“无”表示取 level - 1，对称时取 level / 2 - 1。</translation>
    </message>
    <message>
        <source>Smallest balance</source>
        <translation>最小余额</translation>
    </message>
    <message>
        <source>none takes 0, or -level / 2 when symmetric.</source>
        <translation>“无”表示取 0，对称时取 -level / 2。</translation>
    </message>
    <message>
        <source>Latency encoder</source>
        <translation>延迟编码器</translation>
    </message>
    <message>
        <source>The brighter, the earlier.</source>
        <translation>越亮，越早。</translation>
    </message>
    <message>
        <source>Steps of one period.</source>
        <translation>一个周期的步数。</translation>
    </message>
    <message>
        <source>How brightness becomes time.</source>
        <translation>亮度如何变为时间。</translation>
    </message>
    <message>
        <source>Logarithmic</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>Periods</source>
        <translation>周期数</translation>
    </message>
    <message>
        <source>How often the code is sent, one after the other.</source>
        <translation>编码先后发送的次数。</translation>
    </message>
    <message>
        <source>Weighted phase encoder</source>
        <translation>加权相位编码器</translation>
    </message>
    <message>
        <source>Each phase is worth half of the previous one.</source>
        <translation>每个相位的值是前一个的一半。</translation>
    </message>
    <message>
        <source>Digits</source>
        <translation>位数</translation>
    </message>
    <message>
        <source>Binary digits, the steps of one period.</source>
        <translation>二进制位数，即一个周期的步数。</translation>
    </message>
    <message>
        <source>Periodic encoder</source>
        <translation>周期编码器</translation>
    </message>
    <message>
        <source>Plays a pattern in a loop.</source>
        <translation>循环播放一个模式。</translation>
    </message>
    <message>
        <source>How many steps are sent.</source>
        <translation>发送多少步。</translation>
    </message>
    <message>
        <source>Gaussian tuning</source>
        <translation>高斯调谐</translation>
    </message>
    <message>
        <source>Many cells, each with a favourite value.</source>
        <translation>许多细胞，每个都有偏好的值。</translation>
    </message>
    <message>
        <source>Neurons for each value.</source>
        <translation>每个值对应的神经元数。</translation>
    </message>
    <message>
        <source>Smallest value</source>
        <translation>最小值</translation>
    </message>
    <message>
        <source>Where the values begin.</source>
        <translation>取值范围的起点。</translation>
    </message>
    <message>
        <source>Largest value</source>
        <translation>最大值</translation>
    </message>
    <message>
        <source>Where the values end.</source>
        <translation>取值范围的终点。</translation>
    </message>
    <message>
        <source>Steps of the code.</source>
        <translation>编码的步数。</translation>
    </message>
    <message>
        <source>Population encoder</source>
        <translation>群体编码器</translation>
    </message>
    <message>
        <source>A crowd of receptive fields, each firing for its own range.</source>
        <translation>一群感受野，各自对自己的范围发放。</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>How an activity becomes spikes.</source>
        <translation>活动如何变成脉冲。</translation>
    </message>
    <message>
        <source>Add up and fire</source>
        <translation>累加后发放</translation>
    </message>
    <message>
        <source>Random spikes</source>
        <translation>随机脉冲</translation>
    </message>
    <message>
        <source>The activity itself</source>
        <translation>活动本身</translation>
    </message>
    <message>
        <source>First centre</source>
        <translation>首个中心</translation>
    </message>
    <message>
        <source>Where the receptive fields begin.</source>
        <translation>感受野的起点。</translation>
    </message>
    <message>
        <source>Last centre</source>
        <translation>末个中心</translation>
    </message>
    <message>
        <source>Where the receptive fields end.</source>
        <translation>感受野的终点。</translation>
    </message>
    <message>
        <source>Width of the receptive fields at the start.</source>
        <translation>感受野的初始宽度。</translation>
    </message>
    <message>
        <source>Image to spikes</source>
        <translation>图像转脉冲</translation>
    </message>
    <message>
        <source>Brightness becomes a firing rate in hertz.</source>
        <translation>亮度变为以赫兹计的发放率。</translation>
    </message>
    <message>
        <source>Time window: how many steps are drawn.</source>
        <translation>时间窗口：抽取多少步。</translation>
    </message>
    <message>
        <source>Largest rate</source>
        <translation>最大发放率</translation>
    </message>
    <message>
        <source>Rate of the brightest value.</source>
        <translation>最亮的值对应的发放率。</translation>
    </message>
    <message>
        <source>Brightest value</source>
        <translation>最亮值</translation>
    </message>
    <message>
        <source>The value that fires at the largest rate.</source>
        <translation>以最大发放率发放的值。</translation>
    </message>
    <message>
        <source>Negative spikes</source>
        <translation>负脉冲</translation>
    </message>
    <message>
        <source>Let negative values send spikes of -1.</source>
        <translation>让负值发送 -1 的脉冲。</translation>
    </message>
    <message>
        <source>Signal to spikes</source>
        <translation>信号转脉冲</translation>
    </message>
    <message>
        <source>Turns a number into a spike train.</source>
        <translation>把数值变成脉冲序列。</translation>
    </message>
    <message>
        <source>Steps per sample</source>
        <translation>每个采样的步数</translation>
    </message>
    <message>
        <source>How many steps a sample is held.</source>
        <translation>一个采样保持多少步。</translation>
    </message>
    <message>
        <source>Full level</source>
        <translation>满电平</translation>
    </message>
    <message>
        <source>The signal level that fires at every step.</source>
        <translation>每步都发放的信号电平。</translation>
    </message>
    <message>
        <source>Spikes</source>
        <translation>脉冲</translation>
    </message>
    <message>
        <source>Send spikes; else the signal itself.</source>
        <translation>发送脉冲；否则发送信号本身。</translation>
    </message>
    <message>
        <source>Column by column</source>
        <translation>逐列</translation>
    </message>
    <message>
        <source>Read the picture like a sentence.</source>
        <translation>像读句子一样读图像。</translation>
    </message>
    <message>
        <source>One-hot target</source>
        <translation>独热目标</translation>
    </message>
    <message>
        <source>The wish, spelled out for every neuron.</source>
        <translation>为每个神经元写明期望。</translation>
    </message>
    <message>
        <source>Number of classes; 0 takes it from the label.</source>
        <translation>类别的数量；0 表示取自标签。</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>副本数</translation>
    </message>
    <message>
        <source>Neurons per class.</source>
        <translation>每个类别的神经元数。</translation>
    </message>
    <message>
        <source>Delta encoder</source>
        <translation>增量编码器</translation>
    </message>
    <message>
        <source>Sends only what has changed.</source>
        <translation>只发送发生变化的部分。</translation>
    </message>
    <message>
        <source>A change smaller than this is kept back and added to the next one.</source>
        <translation>小于此值的变化会被保留，并加到下一次变化中。</translation>
    </message>
    <message>
        <source>Gradient width</source>
        <translation>梯度宽度</translation>
    </message>
    <message>
        <source>Width of the slope that the threshold is given.</source>
        <translation>赋予阈值的斜率的宽度。</translation>
    </message>
    <message>
        <source>Gradient height</source>
        <translation>梯度高度</translation>
    </message>
    <message>
        <source>Factor on that slope.</source>
        <translation>该斜率的系数。</translation>
    </message>
    <message>
        <source>Whole numbers in 1.0</source>
        <translation>1.0 对应的整数</translation>
    </message>
    <message>
        <source>What is sent is rounded down to multiples of 1 / scale (in the neuron 1 / (64 scale)).</source>
        <translation>发送的值向下取整到 1 / scale 的倍数（在神经元中为 1 / (64 scale)）。</translation>
    </message>
    <message>
        <source>Sum the error</source>
        <translation>累计误差</translation>
    </message>
    <message>
        <source>Decide by the sum of the changes since something was sent.</source>
        <translation>按上次发送以来的变化之和作决定。</translation>
    </message>
    <message>
        <source>Shared parameters</source>
        <translation>共享参数</translation>
    </message>
    <message>
        <source>One threshold for the layer; off: one for each channel.</source>
        <translation>整层共用一个阈值；关闭：每个通道一个。</translation>
    </message>
    <message>
        <source>Learn</source>
        <translation>学习</translation>
    </message>
    <message>
        <source>Learn the threshold (and the bias) too.</source>
        <translation>同时学习阈值（和偏置）。</translation>
    </message>
    <message>
        <source>Reset every</source>
        <translation>复位间隔</translation>
    </message>
    <message>
        <source>Set the neurons to zero so often within a sample, as Lava's netx does; 0: only between samples.</source>
        <translation>在一个样本内每隔这么多步把神经元清零，与 Lava 的 netx 相同；0：只在样本之间。</translation>
    </message>
    <message>
        <source>First reset</source>
        <translation>首次复位</translation>
    </message>
    <message>
        <source>The step of the first reset; layers further back are reset later, one step each.</source>
        <translation>首次复位的时间步；越靠后的层依次晚一步复位。</translation>
    </message>
    <message>
        <source>Keep the state</source>
        <translation>保持状态</translation>
    </message>
    <message>
        <source>Go on from where the sample before ended instead of from zero.</source>
        <translation>从上一个样本结束时的状态继续，而不是从零开始。</translation>
    </message>
    <message>
        <source>Chip arithmetic</source>
        <translation>芯片算术</translation>
    </message>
    <message>
        <source>Compute in the whole numbers of the chip, bit for bit. Off: the same equations on real numbers.</source>
        <translation>用芯片的整数逐位精确计算。关闭：在实数上计算相同的方程。</translation>
    </message>
    <message>
        <source>Size of a pattern.</source>
        <translation>模式的大小。</translation>
    </message>
    <message>
        <source>How far the pattern moves each time; 2 halves the map.</source>
        <translation>模式每次移动的距离；2 使特征图减半。</translation>
    </message>
    <message>
        <source>Border on each side; 1 keeps the size with a kernel of 3.</source>
        <translation>每侧的边框；卷积核为 3 时取 1 可保持大小。</translation>
    </message>
    <message>
        <source>Border</source>
        <translation>边框</translation>
    </message>
    <message>
        <source>What the border holds: nothing, the picture mirrored, its edge, or its other side.</source>
        <translation>边框的内容：空、图像的镜像、其边缘或其另一侧。</translation>
    </message>
    <message>
        <source>Zeros</source>
        <translation>零</translation>
    </message>
    <message>
        <source>Mirrored</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>Edge repeated</source>
        <translation>重复边缘</translation>
    </message>
    <message>
        <source>Other side</source>
        <translation>另一侧</translation>
    </message>
    <message>
        <source>Weight norm</source>
        <translation>权重归一化</translation>
    </message>
    <message>
        <source>Learn the length of each output's weights apart from their direction: w = g v / |v|.</source>
        <translation>把每个输出的权重长度与方向分开学习：w = g v / |v|。</translation>
    </message>
    <message>
        <source>Weight bits</source>
        <translation>权重位数</translation>
    </message>
    <message>
        <source>Round weights to this many bits in the forward pass; learning goes on in full precision (straight-through). 0 does not round.</source>
        <translation>前向传播时把权重舍入到这么多位；学习仍以全精度进行（直通）。0 表示不舍入。</translation>
    </message>
    <message>
        <source>Own step for each output</source>
        <translation>每个输出单独步长</translation>
    </message>
    <message>
        <source>Scale the rounding for each output by itself.</source>
        <translation>为每个输出单独缩放舍入。</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Which weights exist; the others stay 0. The mask is stored with the weights.</source>
        <translation>哪些权重存在；其余保持为 0。掩码与权重一同保存。</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Near the diagonal</source>
        <translation>对角线附近</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>As written</source>
        <translation>按所写</translation>
    </message>
    <message>
        <source>Diagonals</source>
        <translation>对角线数</translation>
    </message>
    <message>
        <source>Width of the band around the diagonal; even numbers count as the next odd one.</source>
        <translation>对角线周围带的宽度；偶数按下一个奇数计。</translation>
    </message>
    <message>
        <source>Share of connections</source>
        <translation>连接比例</translation>
    </message>
    <message>
        <source>Probability that a connection exists.</source>
        <translation>一个连接存在的概率。</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>掩码</translation>
    </message>
    <message>
        <source>A row of 0 and 1 for each output, one digit for each of its weights: 110 011.</source>
        <translation>每个输出一行 0 和 1，每个权重一位：110 011。</translation>
    </message>
    <message>
        <source>Conv1d</source>
        <translation>一维卷积</translation>
    </message>
    <message>
        <source>Conv3d</source>
        <translation>三维卷积</translation>
    </message>
    <message>
        <source>ConvTranspose2d</source>
        <translation>二维转置卷积</translation>
    </message>
    <message>
        <source>Paints a small pattern into a larger picture.</source>
        <translation>把小模式绘入更大的图像。</translation>
    </message>
    <message>
        <source>How many maps are painted.</source>
        <translation>绘制多少个特征图。</translation>
    </message>
    <message>
        <source>Distance of the places painted; 2 doubles the map.</source>
        <translation>绘制位置之间的距离；2 使特征图加倍。</translation>
    </message>
    <message>
        <source>How much is cut off on each side.</source>
        <translation>每侧裁去多少。</translation>
    </message>
    <message>
        <source>Extra side</source>
        <translation>额外边</translation>
    </message>
    <message>
        <source>Added to one side, where several sizes would fit. Below the stride or the dilation.</source>
        <translation>当多种大小都合适时加在一侧。须小于步幅或膨胀。</translation>
    </message>
    <message>
        <source>Add a learned constant to each map.</source>
        <translation>为每个特征图加一个可学习的常数。</translation>
    </message>
    <message>
        <source>ConvTranspose1d</source>
        <translation>一维转置卷积</translation>
    </message>
    <message>
        <source>ConvTranspose3d</source>
        <translation>三维转置卷积</translation>
    </message>
    <message>
        <source>WSConv2d</source>
        <translation>WSConv2d（二维权重标准化卷积）</translation>
    </message>
    <message>
        <source>Standardise weights, not activations.</source>
        <translation>标准化权重，而不是激活值。</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>增益</translation>
    </message>
    <message>
        <source>Learn a factor for each output.</source>
        <translation>为每个输出学习一个系数。</translation>
    </message>
    <message>
        <source>Keeps the division finite.</source>
        <translation>保持除法有限。</translation>
    </message>
    <message>
        <source>SpikeConv2d</source>
        <translation>SpikeConv2d（二维脉冲卷积）</translation>
    </message>
    <message>
        <source>Same answer, less memory.</source>
        <translation>结果相同，内存更少。</translation>
    </message>
    <message>
        <source>SpikeConv1d</source>
        <translation>SpikeConv1d（一维脉冲卷积）</translation>
    </message>
    <message>
        <source>SpikeConv3d</source>
        <translation>SpikeConv3d（三维脉冲卷积）</translation>
    </message>
    <message>
        <source>WSLinear</source>
        <translation>WSLinear（权重标准化全连接）</translation>
    </message>
    <message>
        <source>SpikeLinear</source>
        <translation>SpikeLinear（脉冲全连接）</translation>
    </message>
    <message>
        <source>Size of the window.</source>
        <translation>窗口的大小。</translation>
    </message>
    <message>
        <source>Distance between the points of a window.</source>
        <translation>窗口中各点之间的距离。</translation>
    </message>
    <message>
        <source>Also pool the incomplete window at the far border.</source>
        <translation>远端边界处不完整的窗口也参与池化。</translation>
    </message>
    <message>
        <source>Max pool 1d</source>
        <translation>一维最大池化</translation>
    </message>
    <message>
        <source>Max pool 3d</source>
        <translation>三维最大池化</translation>
    </message>
    <message>
        <source>Divisor</source>
        <translation>除数</translation>
    </message>
    <message>
        <source>Divide the sum by this number; 0 divides by the size of the window.</source>
        <translation>把总和除以该数；0 表示除以窗口的大小。</translation>
    </message>
    <message>
        <source>Average pool 1d</source>
        <translation>一维平均池化</translation>
    </message>
    <message>
        <source>Average pool 3d</source>
        <translation>三维平均池化</translation>
    </message>
    <message>
        <source>Adaptive average pool 2d</source>
        <translation>二维自适应平均池化</translation>
    </message>
    <message>
        <source>Pools until the picture is exactly this size.</source>
        <translation>池化到图像恰好为此大小。</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Sides of the maps that come out.</source>
        <translation>输出特征图的边长。</translation>
    </message>
    <message>
        <source>Adaptive average pool 1d</source>
        <translation>一维自适应平均池化</translation>
    </message>
    <message>
        <source>Adaptive average pool 3d</source>
        <translation>三维自适应平均池化</translation>
    </message>
    <message>
        <source>Max pool 2d with places</source>
        <translation>带位置的二维最大池化</translation>
    </message>
    <message>
        <source>Keeps the loudest neighbour and remembers where it stood.</source>
        <translation>保留最强的邻居，并记住其位置。</translation>
    </message>
    <message>
        <source>Max pool 1d with places</source>
        <translation>带位置的一维最大池化</translation>
    </message>
    <message>
        <source>Max pool 3d with places</source>
        <translation>带位置的三维最大池化</translation>
    </message>
    <message>
        <source>Max unpool 2d</source>
        <translation>二维最大反池化</translation>
    </message>
    <message>
        <source>Puts each value back where it came from.</source>
        <translation>把每个值放回原处。</translation>
    </message>
    <message>
        <source>Window of the pool.</source>
        <translation>池化的窗口。</translation>
    </message>
    <message>
        <source>Stride of the pool; 0 means as its window.</source>
        <translation>池化的步幅；0 表示等于其窗口。</translation>
    </message>
    <message>
        <source>Padding of the pool.</source>
        <translation>池化的填充。</translation>
    </message>
    <message>
        <source>Sides of the maps that come out; 0 computes them from the window.</source>
        <translation>输出特征图的边长；0 表示由窗口计算。</translation>
    </message>
    <message>
        <source>Max unpool 1d</source>
        <translation>一维最大反池化</translation>
    </message>
    <message>
        <source>Max unpool 3d</source>
        <translation>三维最大反池化</translation>
    </message>
    <message>
        <source>Upsample</source>
        <translation>上采样</translation>
    </message>
    <message>
        <source>Make maps larger again.</source>
        <translation>把特征图重新放大。</translation>
    </message>
    <message>
        <source>Each side of the result; 0 uses the factor.</source>
        <translation>结果的各边长；0 表示使用倍数。</translation>
    </message>
    <message>
        <source>Factor</source>
        <translation>倍数</translation>
    </message>
    <message>
        <source>Each side is multiplied by it.</source>
        <translation>每条边乘以该值。</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>How values between are found.</source>
        <translation>如何求得中间的值。</translation>
    </message>
    <message>
        <source>Nearest</source>
        <translation>最近邻</translation>
    </message>
    <message>
        <source>Linear (lines)</source>
        <translation>线性（线）</translation>
    </message>
    <message>
        <source>Bilinear (pictures)</source>
        <translation>双线性（图像）</translation>
    </message>
    <message>
        <source>Bicubic (pictures)</source>
        <translation>双三次（图像）</translation>
    </message>
    <message>
        <source>Trilinear (volumes)</source>
        <translation>三线性（体数据）</translation>
    </message>
    <message>
        <source>Align corners</source>
        <translation>对齐角点</translation>
    </message>
    <message>
        <source>Keep the values at the corners where they are. Not for 'nearest'.</source>
        <translation>保持角点处的值不动。不适用于“最近邻”。</translation>
    </message>
    <message>
        <source>BatchNorm1d</source>
        <translation>一维批归一化</translation>
    </message>
    <message>
        <source>BatchNorm3d</source>
        <translation>三维批归一化</translation>
    </message>
    <message>
        <source>tdBN 2d</source>
        <translation>二维 tdBN</translation>
    </message>
    <message>
        <source>Normalises so that the membrane reaches threshold about as often as it should.</source>
        <translation>进行归一化，使膜电位以恰当的频度达到阈值。</translation>
    </message>
    <message>
        <source>Alpha</source>
        <translation>Alpha</translation>
    </message>
    <message>
        <source>Factor of the first weight; 1 on a single path, 1/sqrt(n) where n paths join.</source>
        <translation>首个权重的系数；单一路径上为 1，n 条路径汇合处为 1/sqrt(n)。</translation>
    </message>
    <message>
        <source>Threshold of the neurons that follow.</source>
        <translation>其后神经元的阈值。</translation>
    </message>
    <message>
        <source>tdBN 1d</source>
        <translation>一维 tdBN</translation>
    </message>
    <message>
        <source>tdBN 3d</source>
        <translation>三维 tdBN</translation>
    </message>
    <message>
        <source>TEBN 2d</source>
        <translation>二维 TEBN</translation>
    </message>
    <message>
        <source>One scale per time step.</source>
        <translation>每个时间步一个缩放。</translation>
    </message>
    <message>
        <source>Steps it has numbers for; 0 takes them from the input.</source>
        <translation>备有参数的步数；0 表示取自输入。</translation>
    </message>
    <message>
        <source>TEBN 1d</source>
        <translation>一维 TEBN</translation>
    </message>
    <message>
        <source>TEBN 3d</source>
        <translation>三维 TEBN</translation>
    </message>
    <message>
        <source>BNTT 2d</source>
        <translation>二维 BNTT</translation>
    </message>
    <message>
        <source>A normalisation of its own for each time step.</source>
        <translation>每个时间步各有自己的归一化。</translation>
    </message>
    <message>
        <source>BNTT 1d</source>
        <translation>一维 BNTT</translation>
    </message>
    <message>
        <source>BNTT 3d</source>
        <translation>三维 BNTT</translation>
    </message>
    <message>
        <source>GroupNorm</source>
        <translation>组归一化</translation>
    </message>
    <message>
        <source>Normalise in groups when batches are small.</source>
        <translation>批次较小时分组归一化。</translation>
    </message>
    <message>
        <source>Divides the number of channels.</source>
        <translation>须整除通道数。</translation>
    </message>
    <message>
        <source>Channels of the input; 0 takes the number from what is connected.</source>
        <translation>输入的通道数；0 表示取自所连接的内容。</translation>
    </message>
    <message>
        <source>NeuNorm</source>
        <translation>NeuNorm</translation>
    </message>
    <message>
        <source>Neighbours suppress each other, channel by channel.</source>
        <translation>相邻神经元逐通道相互抑制。</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>记忆</translation>
    </message>
    <message>
        <source>Share of the auxiliary value that is kept at each step.</source>
        <translation>辅助值每一步保留的比例。</translation>
    </message>
    <message>
        <source>One weight for all channels</source>
        <translation>所有通道共用一个权重</translation>
    </message>
    <message>
        <source>Learn w for each place only.</source>
        <translation>只为每个位置学习 w。</translation>
    </message>
    <message>
        <source>Dropout2d</source>
        <translation>二维随机失活</translation>
    </message>
    <message>
        <source>Whole maps stay silent for the whole clip.</source>
        <translation>整个特征图在整个片段中保持沉默。</translation>
    </message>
    <message>
        <source>Dropout3d</source>
        <translation>三维随机失活</translation>
    </message>
    <message>
        <source>The same silence for the whole clip.</source>
        <translation>整个片段中同样的沉默。</translation>
    </message>
    <message>
        <source>ReLU</source>
        <translation>ReLU</translation>
    </message>
    <message>
        <source>What is below zero stays silent.</source>
        <translation>低于零者保持沉默。</translation>
    </message>
    <message>
        <source>Temporal attention</source>
        <translation>时间注意力</translation>
    </message>
    <message>
        <source>Which moments deserve attention?</source>
        <translation>哪些时刻值得注意？</translation>
    </message>
    <message>
        <source>Steps of the sequences; 0 takes them from the input.</source>
        <translation>序列的步数；0 表示取自输入。</translation>
    </message>
    <message>
        <source>Reduction</source>
        <translation>缩减比</translation>
    </message>
    <message>
        <source>How much narrower the middle is; at most T.</source>
        <translation>中间层变窄的倍数；最多为 T。</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>What kind of input to insist on.</source>
        <translation>要求哪种输入。</translation>
    </message>
    <message>
        <source>Any</source>
        <translation>任意</translation>
    </message>
    <message>
        <source>Flat lists</source>
        <translation>一维列表</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Multi-dimensional attention</source>
        <translation>多维注意力</translation>
    </message>
    <message>
        <source>Which moments, channels and places deserve attention?</source>
        <translation>哪些时刻、通道和位置值得注意？</translation>
    </message>
    <message>
        <source>Reduction of steps</source>
        <translation>步数缩减比</translation>
    </message>
    <message>
        <source>At most T.</source>
        <translation>最多为 T。</translation>
    </message>
    <message>
        <source>Reduction of channels</source>
        <translation>通道缩减比</translation>
    </message>
    <message>
        <source>At most C.</source>
        <translation>最多为 C。</translation>
    </message>
    <message>
        <source>Window in which neighbouring places are compared.</source>
        <translation>比较相邻位置所用的窗口。</translation>
    </message>
    <message>
        <source>3 x 3</source>
        <translation>3 x 3</translation>
    </message>
    <message>
        <source>7 x 7</source>
        <translation>7 x 7</translation>
    </message>
    <message>
        <source>Spiking self-attention</source>
        <translation>脉冲自注意力</translation>
    </message>
    <message>
        <source>Attention with spikes as questions and answers.</source>
        <translation>以脉冲作为提问与回答的注意力。</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>头数</translation>
    </message>
    <message>
        <source>Parts of the channels that attend on their own.</source>
        <translation>各自独立进行注意的通道分组数。</translation>
    </message>
    <message>
        <source>Steepness of the sigmoid surrogate of its neurons.</source>
        <translation>其神经元的 Sigmoid 替代函数的陡度。</translation>
    </message>
    <message>
        <source>QK attention</source>
        <translation>QK 注意力</translation>
    </message>
    <message>
        <source>Attend to</source>
        <translation>注意对象</translation>
    </message>
    <message>
        <source>What is let through or held back.</source>
        <translation>放行或抑制的对象。</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>Counts to binary steps</source>
        <translation>计数转二值步</translation>
    </message>
    <message>
        <source>Integers unfolded into binary steps.</source>
        <translation>把整数展开为二值步。</translation>
    </message>
    <message>
        <source>Slots</source>
        <translation>时隙数</translation>
    </message>
    <message>
        <source>Fine steps for each coarse one.</source>
        <translation>每个粗步对应的细步数。</translation>
    </message>
    <message>
        <source>Sum of time bins</source>
        <translation>时间仓求和</translation>
    </message>
    <message>
        <source>Binary steps folded into integers.</source>
        <translation>把二值步合并为整数。</translation>
    </message>
    <message>
        <source>Print shape</source>
        <translation>打印形状</translation>
    </message>
    <message>
        <source>A spy that reports shapes.</source>
        <translation>报告形状的探子。</translation>
    </message>
    <message>
        <source>Prefix</source>
        <translation>前缀</translation>
    </message>
    <message>
        <source>Written before the numbers.</source>
        <translation>写在数字之前。</translation>
    </message>
    <message>
        <source>Tempotron</source>
        <translation>Tempotron</translation>
    </message>
    <message>
        <source>A neuron that listens to when, not to how often.</source>
        <translation>关注何时发放而非发放多少的神经元。</translation>
    </message>
    <message>
        <source>How many neurons there are.</source>
        <translation>神经元的数量。</translation>
    </message>
    <message>
        <source>How many steps are computed.</source>
        <translation>计算多少步。</translation>
    </message>
    <message>
        <source>Membrane time constant</source>
        <translation>膜时间常数</translation>
    </message>
    <message>
        <source>How slowly a potential falls.</source>
        <translation>电位下降的快慢；值越大越慢。</translation>
    </message>
    <message>
        <source>Synaptic time constant</source>
        <translation>突触时间常数</translation>
    </message>
    <message>
        <source>How slowly a potential rises; below the other.</source>
        <translation>电位上升的快慢，值越大越慢；小于另一个时间常数。</translation>
    </message>
    <message>
        <source>The membrane value that counts as a spike.</source>
        <translation>算作脉冲的膜电位值。</translation>
    </message>
    <message>
        <source>Fake quantisation</source>
        <translation>伪量化</translation>
    </message>
    <message>
        <source>Rounds on the way there, pretends not to on the way back.</source>
        <translation>前向时取整，反向时假装没有取整。</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Which grid the values are put on.</source>
        <translation>把值放到哪种网格上。</translation>
    </message>
    <message>
        <source>Whole numbers</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>Whole numbers, up</source>
        <translation>整数，向上</translation>
    </message>
    <message>
        <source>Whole numbers, down</source>
        <translation>整数，向下</translation>
    </message>
    <message>
        <source>Multiples of a step</source>
        <translation>步长的倍数</translation>
    </message>
    <message>
        <source>k bits of 0 to 1</source>
        <translation>0 到 1 的 k 位</translation>
    </message>
    <message>
        <source>k bits, scaled</source>
        <translation>k 位，带缩放</translation>
    </message>
    <message>
        <source>Cut to limits</source>
        <translation>截断到界限</translation>
    </message>
    <message>
        <source>Scaled to 0 to 1</source>
        <translation>缩放到 0 到 1</translation>
    </message>
    <message>
        <source>Distance of the grid.</source>
        <translation>网格的间距。</translation>
    </message>
    <message>
        <source>Bits</source>
        <translation>位数</translation>
    </message>
    <message>
        <source>Bits of a value.</source>
        <translation>一个值的位数。</translation>
    </message>
    <message>
        <source>Factor of the quantised value.</source>
        <translation>量化值的系数。</translation>
    </message>
    <message>
        <source>Offset</source>
        <translation>偏移</translation>
    </message>
    <message>
        <source>Added to the scaled value.</source>
        <translation>加到缩放后的值上。</translation>
    </message>
    <message>
        <source>Lower limit</source>
        <translation>下限</translation>
    </message>
    <message>
        <source>Smaller values are cut.</source>
        <translation>更小的值被截断。</translation>
    </message>
    <message>
        <source>Upper limit</source>
        <translation>上限</translation>
    </message>
    <message>
        <source>Larger values are cut.</source>
        <translation>更大的值被截断。</translation>
    </message>
    <message>
        <source>Guard</source>
        <translation>防零项</translation>
    </message>
    <message>
        <source>Keeps equal values from being divided by zero.</source>
        <translation>避免值全部相等时除以零。</translation>
    </message>
    <message>
        <source>Threshold margin</source>
        <translation>阈值裕量</translation>
    </message>
    <message>
        <source>Win by a margin.</source>
        <translation>以一定裕量取胜。</translation>
    </message>
    <message>
        <source>The threshold that the neurons after it have.</source>
        <translation>其后神经元所具有的阈值。</translation>
    </message>
    <message>
        <source>Threshold of the others</source>
        <translation>其他类别的阈值</translation>
    </message>
    <message>
        <source>While training, of the neurons of other classes.</source>
        <translation>训练时其他类别神经元的阈值。</translation>
    </message>
    <message>
        <source>Threshold of the right one</source>
        <translation>正确类别的阈值</translation>
    </message>
    <message>
        <source>While training, of the neuron of the right class.</source>
        <translation>训练时正确类别神经元的阈值。</translation>
    </message>
    <message>
        <source>Dense (SLAYER)</source>
        <translation>全连接（SLAYER）</translation>
    </message>
    <message>
        <source>Length of the output.</source>
        <translation>输出的长度。</translation>
    </message>
    <message>
        <source>Weight scale</source>
        <translation>权重缩放</translation>
    </message>
    <message>
        <source>Factor on the first weights: spikes give small potentials beside the threshold.</source>
        <translation>初始权重的系数：与阈值相比，脉冲引起的电位很小。</translation>
    </message>
    <message>
        <source>Round weights</source>
        <translation>权重取整</translation>
    </message>
    <message>
        <source>What each use makes of the weights first; learning passes straight through it.</source>
        <translation>每次使用前先对权重做的处理；学习时梯度直接通过。</translation>
    </message>
    <message>
        <source>As they are</source>
        <translation>保持原样</translation>
    </message>
    <message>
        <source>To multiples of a step</source>
        <translation>取整到步长的倍数</translation>
    </message>
    <message>
        <source>Weights are rounded to multiples of it.</source>
        <translation>权重取整为它的倍数。</translation>
    </message>
    <message>
        <source>Conv (SLAYER)</source>
        <translation>卷积（SLAYER）</translation>
    </message>
    <message>
        <source>Channels of the input; 0 takes them from what is connected.</source>
        <translation>输入的通道数；0 表示取自所连接的内容。</translation>
    </message>
    <message>
        <source>How many maps come out.</source>
        <translation>输出多少个特征图。</translation>
    </message>
    <message>
        <source>How far the window moves each time.</source>
        <translation>窗口每次移动的距离。</translation>
    </message>
    <message>
        <source>Border of zeros added on each side.</source>
        <translation>每侧添加的零边框。</translation>
    </message>
    <message>
        <source>Distance of the points of the window.</source>
        <translation>窗口中各点之间的距离。</translation>
    </message>
    <message>
        <source>Parts of the channels that do not see each other.</source>
        <translation>互不相见的通道分组数。</translation>
    </message>
    <message>
        <source>Transposed conv (SLAYER)</source>
        <translation>转置卷积（SLAYER）</translation>
    </message>
    <message>
        <source>Border taken off on each side.</source>
        <translation>每侧去掉的边框。</translation>
    </message>
    <message>
        <source>Pool (SLAYER)</source>
        <translation>池化（SLAYER）</translation>
    </message>
    <message>
        <source>One spike in the window is enough for one spike out.</source>
        <translation>窗口中有一个脉冲就足以输出一个脉冲。</translation>
    </message>
    <message>
        <source>The potential at which a spike is sent.</source>
        <translation>发放脉冲时的电位。</translation>
    </message>
    <message>
        <source>Border of zeros on each side.</source>
        <translation>每侧的零边框。</translation>
    </message>
    <message>
        <source>Unpool (SLAYER)</source>
        <translation>反池化（SLAYER）</translation>
    </message>
    <message>
        <source>Spreads each spike over a whole window.</source>
        <translation>把每个脉冲扩展到整个窗口。</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>裁剪</translation>
    </message>
    <message>
        <source>Cut away the border.</source>
        <translation>裁去边框。</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>上</translation>
    </message>
    <message>
        <source>Rows cut off at the top.</source>
        <translation>顶部裁去的行数。</translation>
    </message>
    <message>
        <source>Bottom</source>
        <translation>下</translation>
    </message>
    <message>
        <source>Rows cut off at the bottom.</source>
        <translation>底部裁去的行数。</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>左</translation>
    </message>
    <message>
        <source>Columns cut off at the left.</source>
        <translation>左侧裁去的列数。</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>右</translation>
    </message>
    <message>
        <source>Columns cut off at the right.</source>
        <translation>右侧裁去的列数。</translation>
    </message>
    <message>
        <source>Spiking max pool</source>
        <translation>脉冲最大池化</translation>
    </message>
    <message>
        <source>Pools by who has spiked most so far.</source>
        <translation>按迄今发放脉冲最多者进行池化。</translation>
    </message>
    <message>
        <source>Columns of zeros added at the left.</source>
        <translation>左侧添加的零列数。</translation>
    </message>
    <message>
        <source>Columns of zeros added at the right.</source>
        <translation>右侧添加的零列数。</translation>
    </message>
    <message>
        <source>Rows of zeros added at the top.</source>
        <translation>顶部添加的零行数。</translation>
    </message>
    <message>
        <source>Rows of zeros added at the bottom.</source>
        <translation>底部添加的零行数。</translation>
    </message>
    <message>
        <source>Neuromorphic ReLU</source>
        <translation>神经形态 ReLU</translation>
    </message>
    <message>
        <source>Train an analog net that already thinks in whole spikes.</source>
        <translation>训练一个已经以整数个脉冲思考的模拟网络。</translation>
    </message>
    <message>
        <source>Round down to whole numbers.</source>
        <translation>向下取整为整数。</translation>
    </message>
    <message>
        <source>Random rounding</source>
        <translation>随机取整</translation>
    </message>
    <message>
        <source>Round up or down by chance while training.</source>
        <translation>训练时随机向上或向下取整。</translation>
    </message>
    <message>
        <source>Fan-out</source>
        <translation>扇出</translation>
    </message>
    <message>
        <source>Synapses that each spike reaches, for the estimate of synaptic operations.</source>
        <translation>每个脉冲到达的突触数，用于估计突触操作数。</translation>
    </message>
    <message>
        <source>Quantize</source>
        <translation>量化</translation>
    </message>
    <message>
        <source>Whole numbers only.</source>
        <translation>只用整数。</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>合并</translation>
    </message>
    <message>
        <source>Join two streams.</source>
        <translation>合并两个流。</translation>
    </message>
    <message>
        <source>Channel shift</source>
        <translation>通道移位</translation>
    </message>
    <message>
        <source>Reorder channels: make room before the first.</source>
        <translation>重排通道：在第一个通道之前腾出位置。</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>移位</translation>
    </message>
    <message>
        <source>How many channels of zeros come first.</source>
        <translation>前面放置多少个零通道。</translation>
    </message>
    <message>
        <source>Exchange batch norm</source>
        <translation>Exchange 批归一化</translation>
    </message>
    <message>
        <source>A batch norm that a chip without division can do: a shift in place of the scale.</source>
        <translation>没有除法的芯片也能做的批归一化：用移位代替缩放。</translation>
    </message>
    <message>
        <source>Added to the variance so that nothing is divided by zero.</source>
        <translation>加到方差上，避免除以零。</translation>
    </message>
    <message>
        <source>How fast the running statistics follow.</source>
        <translation>滑动统计量跟随的快慢。</translation>
    </message>
    <message>
        <source>Use statistics of the batch</source>
        <translation>使用批次统计量</translation>
    </message>
    <message>
        <source>Off: the running statistics are used in training too and stay as they are.</source>
        <translation>关闭：训练时也使用滑动统计量，且其保持不变。</translation>
    </message>
    <message>
        <source>Bits of the exponent</source>
        <translation>指数的位数</translation>
    </message>
    <message>
        <source>The scale is between 2^-bits and 2^bits.</source>
        <translation>缩放介于 2^-bits 与 2^bits 之间。</translation>
    </message>
    <message>
        <source>Quantise the mean</source>
        <translation>量化均值</translation>
    </message>
    <message>
        <source>Round the mean as weights with 8 bits at scale 64 are rounded.</source>
        <translation>按缩放为 64 的 8 位权重的取整方式对均值取整。</translation>
    </message>
    <message>
        <source>Mean-only batch norm</source>
        <translation>仅均值批归一化</translation>
    </message>
    <message>
        <source>Batch normalisation the chip can do.</source>
        <translation>芯片能做的批归一化。</translation>
    </message>
    <message>
        <source>Share of each new batch in the running figures.</source>
        <translation>每个新批次在滑动统计量中所占的比例。</translation>
    </message>
    <message>
        <source>Round the mean</source>
        <translation>均值取整</translation>
    </message>
    <message>
        <source>Round the mean as an 8-bit bias of the chip.</source>
        <translation>把均值按芯片的 8 位偏置取整。</translation>
    </message>
    <message>
        <source>Weights are multiples of 2 / scale, thresholds of 1 / scale, states of 1 / (64 scale).</source>
        <translation>权重是 2 / scale 的倍数，阈值是 1 / scale 的倍数，状态是 1 / (64 scale) 的倍数。</translation>
    </message>
    <message>
        <source>Power-of-two batch norm</source>
        <translation>2 的幂批归一化</translation>
    </message>
    <message>
        <source>Largest exponent</source>
        <translation>最大指数</translation>
    </message>
    <message>
        <source>The divisor stays within 2^-bits and 2^bits.</source>
        <translation>除数保持在 2^-bits 与 2^bits 之间。</translation>
    </message>
    <message>
        <source>Added to the variance.</source>
        <translation>加到方差上。</translation>
    </message>
    <message>
        <source>Round to steps</source>
        <translation>取整到步长</translation>
    </message>
    <message>
        <source>Learn with the rounding on.</source>
        <translation>带着取整一起学习。</translation>
    </message>
    <message>
        <source>Distance of two neighbours; 2/64 is that of 8-bit weights.</source>
        <translation>两个相邻值的间距；2/64 是 8 位权重的间距。</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>Where to round to.</source>
        <translation>朝哪个方向取整。</translation>
    </message>
    <message>
        <source>To the nearest</source>
        <translation>到最近值</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>向下</translation>
    </message>
    <message>
        <source>Smallest</source>
        <translation>最小</translation>
    </message>
    <message>
        <source>Lowest number of steps; none sets no limit.</source>
        <translation>最小的步长个数；“无”表示不设限制。</translation>
    </message>
    <message>
        <source>Largest</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>Highest number of steps; none sets no limit.</source>
        <translation>最大的步长个数；“无”表示不设限制。</translation>
    </message>
    <message>
        <source>Input scaling (lava)</source>
        <translation>输入缩放（lava）</translation>
    </message>
    <message>
        <source>Puts the data into the numbers of the chip.</source>
        <translation>把数据变成芯片的数值。</translation>
    </message>
    <message>
        <source>First weight</source>
        <translation>初始权重</translation>
    </message>
    <message>
        <source>Where the factor starts; none has no factor.</source>
        <translation>系数的起始值；“无”表示没有系数。</translation>
    </message>
    <message>
        <source>First bias</source>
        <translation>初始偏置</translation>
    </message>
    <message>
        <source>Where the shift starts; none has no shift.</source>
        <translation>平移的起始值；“无”表示没有平移。</translation>
    </message>
    <message>
        <source>Rounding</source>
        <translation>取整方式</translation>
    </message>
    <message>
        <source>What is done to the numbers before each use; the gradient passes straight through it.</source>
        <translation>每次使用前对数值的处理；梯度直接通过。</translation>
    </message>
    <message>
        <source>8 bits: -256/scale to 254/scale</source>
        <translation>8 位：-256/scale 到 254/scale</translation>
    </message>
    <message>
        <source>A number of bits</source>
        <translation>指定位数</translation>
    </message>
    <message>
        <source>Numbers are clamped to -2 * 2^bits to 2 * (2^bits - 1), over scale.</source>
        <translation>数值限制在 -2 * 2^bits 到 2 * (2^bits - 1) 之间，再除以 scale。</translation>
    </message>
    <message>
        <source>Average (lava)</source>
        <translation>平均（lava）</translation>
    </message>
    <message>
        <source>Several neurons vote for one output.</source>
        <translation>多个神经元为一个输出投票。</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>输出数</translation>
    </message>
    <message>
        <source>How many averages, such as the number of classes.</source>
        <translation>平均值的个数，例如类别数。</translation>
    </message>
    <message>
        <source>Time decimation</source>
        <translation>时间抽取</translation>
    </message>
    <message>
        <source>Fewer, longer steps.</source>
        <translation>更少、更长的步。</translation>
    </message>
    <message>
        <source>Steps in one</source>
        <translation>合并步数</translation>
    </message>
    <message>
        <source>A power of 2.</source>
        <translation>2 的幂。</translation>
    </message>
    <message>
        <source>Affine (lava)</source>
        <translation>仿射（lava）</translation>
    </message>
    <message>
        <source>The membrane is the answer.</source>
        <translation>膜电位就是答案。</translation>
    </message>
    <message>
        <source>Share of the current that is lost at each step; 1 forgets all.</source>
        <translation>每一步损失的电流比例；1 表示全部遗忘。</translation>
    </message>
    <message>
        <source>Current decay, up to</source>
        <translation>电流衰减上限</translation>
    </message>
    <message>
        <source>Without shared parameters each channel starts somewhere between the two; none: near the first.</source>
        <translation>参数不共享时，每个通道从两者之间的某处开始；“无”表示在第一个值附近。</translation>
    </message>
    <message>
        <source>Share of the voltage that is lost at each step; 0 only sums.</source>
        <translation>每一步损失的电压比例；0 表示只求和。</translation>
    </message>
    <message>
        <source>Voltage decay, up to</source>
        <translation>电压衰减上限</translation>
    </message>
    <message>
        <source>One value for the layer; off: one for each channel.</source>
        <translation>整层一个值；关闭：每个通道一个值。</translation>
    </message>
    <message>
        <source>Learn the neuron's own numbers too.</source>
        <translation>同时学习神经元自身的参数。</translation>
    </message>
    <message>
        <source>Gradient of decays</source>
        <translation>衰减的梯度</translation>
    </message>
    <message>
        <source>lava-dl's own has, for current and voltage, the wrong sign, and no factor of 1/4096.</source>
        <translation>lava-dl 自身的梯度对电流和电压符号错误，且缺少系数 1/4096。</translation>
    </message>
    <message>
        <source>As the equations say</source>
        <translation>按方程</translation>
    </message>
    <message>
        <source>As lava-dl computes it</source>
        <translation>按 lava-dl 的计算方式</translation>
    </message>
    <message>
        <source>Resonator affine (lava)</source>
        <translation>谐振仿射（lava）</translation>
    </message>
    <message>
        <source>The swing is the answer.</source>
        <translation>振荡就是答案。</translation>
    </message>
    <message>
        <source>Steps of one swing, at least 4.</source>
        <translation>一次振荡的步数，至少为 4。</translation>
    </message>
    <message>
        <source>Period, up to</source>
        <translation>周期上限</translation>
    </message>
    <message>
        <source>Decay</source>
        <translation>衰减</translation>
    </message>
    <message>
        <source>Share of the oscillation that is lost at each step.</source>
        <translation>每一步损失的振荡比例。</translation>
    </message>
    <message>
        <source>Decay, up to</source>
        <translation>衰减上限</translation>
    </message>
    <message>
        <source>Logarithmic periods</source>
        <translation>对数周期</translation>
    </message>
    <message>
        <source>Without shared parameters, space the frequencies of the channels evenly on a logarithmic scale; off draws them.</source>
        <translation>参数不共享时，各通道的频率在对数尺度上均匀分布；关闭则随机抽取。</translation>
    </message>
    <message>
        <source>Sigma decoder</source>
        <translation>Sigma 解码器</translation>
    </message>
    <message>
        <source>Adds the changes up again.</source>
        <translation>把变化重新累加起来。</translation>
    </message>
    <message>
        <source>Delay</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>Axons take time.</source>
        <translation>轴突传导需要时间。</translation>
    </message>
    <message>
        <source>How many steps later everything arrives.</source>
        <translation>所有内容晚多少步到达。</translation>
    </message>
    <message>
        <source>One step later</source>
        <translation>晚一步</translation>
    </message>
    <message>
        <source>A chip hands spikes on one step later.</source>
        <translation>芯片晚一步传递脉冲。</translation>
    </message>
    <message>
        <source>Delay shift</source>
        <translation>延迟平移</translation>
    </message>
    <message>
        <source>Line up spikes by hand.</source>
        <translation>手动对齐脉冲。</translation>
    </message>
    <message>
        <source>How much later, in the unit of 'Time of a step'.</source>
        <translation>延后多少，以“一步的时间”的单位计。</translation>
    </message>
    <message>
        <source>Time of a step</source>
        <translation>一步的时间</translation>
    </message>
    <message>
        <source>How long a step lasts, in the unit of the delays (Ts of SLAYER).</source>
        <translation>一步持续多久，以延迟的单位计（SLAYER 的 Ts）。</translation>
    </message>
    <message>
        <source>One delay for each</source>
        <translation>每个延迟对应</translation>
    </message>
    <message>
        <source>Which values share a delay. In a flat list every value is a channel.</source>
        <translation>哪些值共用一个延迟。在一维列表中，每个值是一个通道。</translation>
    </message>
    <message>
        <source>Everything together</source>
        <translation>全部共用</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>通道</translation>
    </message>
    <message>
        <source>Neuron</source>
        <translation>神经元</translation>
    </message>
    <message>
        <source>Learnable delay</source>
        <translation>可学习延迟</translation>
    </message>
    <message>
        <source>The delay itself is learned.</source>
        <translation>延迟本身由学习得到。</translation>
    </message>
    <message>
        <source>Longest delay</source>
        <translation>最长延迟</translation>
    </message>
    <message>
        <source>Delays are kept at or below it. Loihi has 62 steps; none sets no limit.</source>
        <translation>延迟不超过该值。Loihi 为 62 步；“无”表示不设限制。</translation>
    </message>
    <message>
        <source>Gradient scale</source>
        <translation>梯度缩放</translation>
    </message>
    <message>
        <source>Factor on the gradient of the delays, as if their learning rate were so.</source>
        <translation>延迟梯度的系数，相当于其学习率。</translation>
    </message>
    <message>
        <source>Synapse filter</source>
        <translation>突触滤波器</translation>
    </message>
    <message>
        <source>A spike leaves an echo.</source>
        <translation>脉冲留下回声。</translation>
    </message>
    <message>
        <source>Larger values keep the echo for longer.</source>
        <translation>值越大，回声保持越久。</translation>
    </message>
    <message>
        <source>Learn the time constant</source>
        <translation>学习时间常数</translation>
    </message>
    <message>
        <source>One number for the layer.</source>
        <translation>整层一个数。</translation>
    </message>
    <message>
        <source>Stateful linear</source>
        <translation>有状态全连接</translation>
    </message>
    <message>
        <source>Memory in the wire.</source>
        <translation>连线中的记忆。</translation>
    </message>
    <message>
        <source>Larger values keep the echo of a spike for longer.</source>
        <translation>值越大，脉冲的回声保持越久。</translation>
    </message>
    <message>
        <source>Learn w with 1/tau = sigmoid(w).</source>
        <translation>学习 w，其中 1/tau = sigmoid(w)。</translation>
    </message>
    <message>
        <source>DropConnect linear</source>
        <translation>DropConnect 全连接</translation>
    </message>
    <message>
        <source>Cuts wires instead of cells.</source>
        <translation>剪断连线，而不是神经元。</translation>
    </message>
    <message>
        <source>Cut share</source>
        <translation>剪断比例</translation>
    </message>
    <message>
        <source>Probability that a connection is cut.</source>
        <translation>一个连接被剪断的概率。</translation>
    </message>
    <message>
        <source>Draws</source>
        <translation>抽取次数</translation>
    </message>
    <message>
        <source>Draws that are averaged outside training.</source>
        <translation>训练之外取平均的抽取次数。</translation>
    </message>
    <message>
        <source>Keep cuts over time</source>
        <translation>剪断随时间保持</translation>
    </message>
    <message>
        <source>On: the same wires stay cut until the next reset. Off: new ones at every step.</source>
        <translation>开启：相同的连线保持剪断，直到下次复位。关闭：每一步重新抽取。</translation>
    </message>
    <message>
        <source>Activation</source>
        <translation>激活</translation>
    </message>
    <message>
        <source>What follows inside the layer.</source>
        <translation>层内其后的激活。</translation>
    </message>
    <message>
        <source>Start of its random draws.</source>
        <translation>随机抽取的起点。</translation>
    </message>
    <message>
        <source>Dense (lava)</source>
        <translation>全连接（lava）</translation>
    </message>
    <message>
        <source>Every neuron reaches every other, in whole numbers.</source>
        <translation>每个神经元都与每个其他神经元相连，用整数。</translation>
    </message>
    <message>
        <source>Input neurons</source>
        <translation>输入神经元</translation>
    </message>
    <message>
        <source>Number of inputs; 0 takes it from what is connected.</source>
        <translation>输入的数量；0 表示取自所连接的内容。</translation>
    </message>
    <message>
        <source>Output neurons</source>
        <translation>输出神经元</translation>
    </message>
    <message>
        <source>Number of outputs.</source>
        <translation>输出的数量。</translation>
    </message>
    <message>
        <source>Factor on the first weights, so that enough spikes get through.</source>
        <translation>初始权重的系数，使足够多的脉冲能够通过。</translation>
    </message>
    <message>
        <source>Learn length and direction of each output's weights apart: w = g v / |v|.</source>
        <translation>分别学习每个输出权重的长度和方向：w = g v / |v|。</translation>
    </message>
    <message>
        <source>Conv (lava)</source>
        <translation>卷积（lava）</translation>
    </message>
    <message>
        <source>Looks for a pattern everywhere at once, in whole numbers.</source>
        <translation>同时在各处寻找一个模式，用整数。</translation>
    </message>
    <message>
        <source>Input maps</source>
        <translation>输入特征图</translation>
    </message>
    <message>
        <source>Output maps</source>
        <translation>输出特征图</translation>
    </message>
    <message>
        <source>Maps of the output.</source>
        <translation>输出的特征图数。</translation>
    </message>
    <message>
        <source>Split the maps into this many groups that do not see each other.</source>
        <translation>把特征图分成若干互不相见的组。</translation>
    </message>
    <message>
        <source>Pool (lava)</source>
        <translation>池化（lava）</translation>
    </message>
    <message>
        <source>Sums neighbours with one fixed weight.</source>
        <translation>用一个固定权重对邻居求和。</translation>
    </message>
    <message>
        <source>Transposed conv (lava)</source>
        <translation>转置卷积（lava）</translation>
    </message>
    <message>
        <source>Paints a small pattern into a larger picture, in whole numbers.</source>
        <translation>把小模式绘入更大的图像，用整数。</translation>
    </message>
    <message>
        <source>Border cut off on each side.</source>
        <translation>每侧裁去的边框。</translation>
    </message>
    <message>
        <source>Unpool (lava)</source>
        <translation>反池化（lava）</translation>
    </message>
    <message>
        <source>Hands one value to a whole window.</source>
        <translation>把一个值传给整个窗口。</translation>
    </message>
    <message>
        <source>Complex dense (lava)</source>
        <translation>复数全连接（lava）</translation>
    </message>
    <message>
        <source>Two wires: amplitude and phase.</source>
        <translation>两条连线：幅度和相位。</translation>
    </message>
    <message>
        <source>Complex conv (lava)</source>
        <translation>复数卷积（lava）</translation>
    </message>
    <message>
        <source>Complex pool (lava)</source>
        <translation>复数池化（lava）</translation>
    </message>
    <message>
        <source>Complex transposed conv (lava)</source>
        <translation>复数转置卷积（lava）</translation>
    </message>
    <message>
        <source>Complex unpool (lava)</source>
        <translation>复数反池化（lava）</translation>
    </message>
    <message>
        <source>psp</source>
        <translation>psp</translation>
    </message>
    <message>
        <source>Each spike becomes a bump.</source>
        <translation>每个脉冲变成一个鼓包。</translation>
    </message>
    <message>
        <source>Response time</source>
        <translation>响应时间</translation>
    </message>
    <message>
        <source>When the response to a spike is highest.</source>
        <translation>对脉冲的响应达到最高的时间。</translation>
    </message>
    <message>
        <source>Milliseconds that one step stands for. All nodes of a SLAYER network need the same.</source>
        <translation>一步代表的毫秒数。SLAYER 网络的所有节点需要相同的值。</translation>
    </message>
    <message>
        <source>Learned psp</source>
        <translation>可学习的 psp</translation>
    </message>
    <message>
        <source>Start from the textbook bump, then learn it.</source>
        <translation>从教科书中的鼓包开始，再加以学习。</translation>
    </message>
    <message>
        <source>Filter bank</source>
        <translation>滤波器组</translation>
    </message>
    <message>
        <source>Learn the bump.</source>
        <translation>学习鼓包的形状。</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>滤波器数</translation>
    </message>
    <message>
        <source>How many filters look at each channel.</source>
        <translation>每个通道由多少个滤波器观察。</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>How many steps a filter looks back.</source>
        <translation>滤波器回看多少步。</translation>
    </message>
    <message>
        <source>First scale</source>
        <translation>初始缩放</translation>
    </message>
    <message>
        <source>Factor on the first values of the filters.</source>
        <translation>滤波器初始值的系数。</translation>
    </message>
    <message>
        <source>IAF</source>
        <translation>IAF</translation>
    </message>
    <message>
        <source>The simplest spiking layer of sinabs: add, threshold, subtract.</source>
        <translation>sinabs 最简单的脉冲层：累加、比较阈值、减去。</translation>
    </message>
    <message>
        <source>How many spikes one step can give: as many as the threshold fits into the membrane, one, or up to a limit.</source>
        <translation>一步能产生多少个脉冲：膜电位中能容纳几个阈值就几个、只有一个，或不超过某个上限。</translation>
    </message>
    <message>
        <source>As many as fit (MultiSpike)</source>
        <translation>容纳几个就几个（MultiSpike）</translation>
    </message>
    <message>
        <source>One (SingleSpike)</source>
        <translation>一个（SingleSpike）</translation>
    </message>
    <message>
        <source>Up to a limit (MaxSpike)</source>
        <translation>不超过上限（MaxSpike）</translation>
    </message>
    <message>
        <source>The limit of spikes in one step.</source>
        <translation>一步内脉冲数的上限。</translation>
    </message>
    <message>
        <source>What a spike does to the membrane: take the threshold from it for each spike, or set it to a value.</source>
        <translation>脉冲对膜电位的作用：每个脉冲减去阈值，或设为某个值。</translation>
    </message>
    <message>
        <source>Subtract (MembraneSubtract)</source>
        <translation>减去（MembraneSubtract）</translation>
    </message>
    <message>
        <source>Reset (MembraneReset)</source>
        <translation>复位（MembraneReset）</translation>
    </message>
    <message>
        <source>Taken by a spike</source>
        <translation>每个脉冲减去</translation>
    </message>
    <message>
        <source>What each spike takes; none takes the threshold.</source>
        <translation>每个脉冲减去的量；“无”表示减去阈值。</translation>
    </message>
    <message>
        <source>Reset value</source>
        <translation>复位值</translation>
    </message>
    <message>
        <source>The membrane value after a spike.</source>
        <translation>脉冲之后的膜电位值。</translation>
    </message>
    <message>
        <source>Slope</source>
        <translation>斜率</translation>
    </message>
    <message>
        <source>Which slope stands in for that of the spike count. Those of sinabs follow the threshold of each neuron; 'common' takes one of the surrogates that all neurons share.</source>
        <translation>用哪种斜率代替脉冲计数的斜率。sinabs 的各种斜率随每个神经元的阈值变化；“common”则取所有神经元共用的替代函数之一。</translation>
    </message>
    <message>
        <source>Exponential (SingleExponential)</source>
        <translation>指数（SingleExponential）</translation>
    </message>
    <message>
        <source>Window (Heaviside)</source>
        <translation>窗口（Heaviside）</translation>
    </message>
    <message>
        <source>Bell (Gaussian)</source>
        <translation>钟形（Gaussian）</translation>
    </message>
    <message>
        <source>Three bells (MultiGaussian)</source>
        <translation>三个钟形（MultiGaussian）</translation>
    </message>
    <message>
        <source>Repeated exponential (PeriodicExponential)</source>
        <translation>重复的指数（PeriodicExponential）</translation>
    </message>
    <message>
        <source>One of the common surrogates</source>
        <translation>通用替代函数之一</translation>
    </message>
    <message>
        <source>How fast the exponential falls; relative to the threshold for SingleExponential.</source>
        <translation>指数下降的快慢；对 SingleExponential 为相对于阈值的值。</translation>
    </message>
    <message>
        <source>Factor on the slope.</source>
        <translation>斜率的系数。</translation>
    </message>
    <message>
        <source>How far below the threshold learning begins.</source>
        <translation>学习从阈值以下多远处开始。</translation>
    </message>
    <message>
        <source>Bell centre</source>
        <translation>钟形中心</translation>
    </message>
    <message>
        <source>Distance of the bell's centre from the threshold.</source>
        <translation>钟形中心与阈值的距离。</translation>
    </message>
    <message>
        <source>Bell width</source>
        <translation>钟形宽度</translation>
    </message>
    <message>
        <source>Standard deviation of the bell.</source>
        <translation>钟形的标准差。</translation>
    </message>
    <message>
        <source>Side depth</source>
        <translation>侧边深度</translation>
    </message>
    <message>
        <source>Height of the two bells that are taken off at the sides.</source>
        <translation>两侧被减去的两个钟形的高度。</translation>
    </message>
    <message>
        <source>Width of the side bells, in widths of the middle one.</source>
        <translation>侧边钟形的宽度，以中间钟形的宽度为单位。</translation>
    </message>
    <message>
        <source>Lower bound</source>
        <translation>下界</translation>
    </message>
    <message>
        <source>The membrane never falls below it; none sets no bound.</source>
        <translation>膜电位不会低于该值；“无”表示不设下界。</translation>
    </message>
    <message>
        <source>Values for</source>
        <translation>取值对应</translation>
    </message>
    <message>
        <source>Whether the threshold is one number for the layer, for each channel or for each neuron.</source>
        <translation>阈值是整层一个数、每个通道一个数还是每个神经元一个数。</translation>
    </message>
    <message>
        <source>The layer</source>
        <translation>整层</translation>
    </message>
    <message>
        <source>Each channel</source>
        <translation>每个通道</translation>
    </message>
    <message>
        <source>Each neuron</source>
        <translation>每个神经元</translation>
    </message>
    <message>
        <source>LIF (sinabs)</source>
        <translation>LIF（sinabs）</translation>
    </message>
    <message>
        <source>A leaky bucket that may spill several times per step.</source>
        <translation>会漏水的水桶，每步可溢出多次。</translation>
    </message>
    <message>
        <source>Time constant of a synaptic current between input and membrane; none: no such current.</source>
        <translation>输入与膜之间突触电流的时间常数；“无”：没有这种电流。</translation>
    </message>
    <message>
        <source>Scale the input</source>
        <translation>缩放输入</translation>
    </message>
    <message>
        <source>On: the input is scaled by 1 - exp(-1/tau_mem), so that a constant input is what the membrane settles at. Off: it is added in full.</source>
        <translation>开启：输入乘以 1 - exp(-1/tau_mem)，使膜电位稳定在恒定输入的值。关闭：输入全部加入。</translation>
    </message>
    <message>
        <source>Learn decays</source>
        <translation>学习衰减</translation>
    </message>
    <message>
        <source>Learn the decay exp(-1/tau) of a step itself instead of the time constant.</source>
        <translation>学习每步的衰减 exp(-1/tau) 本身，而不是时间常数。</translation>
    </message>
    <message>
        <source>Learnable</source>
        <translation>可学习</translation>
    </message>
    <message>
        <source>Let training change the time constants, as sinabs does.</source>
        <translation>让训练改变时间常数，与 sinabs 相同。</translation>
    </message>
    <message>
        <source>Whether time constants and threshold are one number for the layer, for each channel or for each neuron.</source>
        <translation>时间常数和阈值是整层一个数、每个通道一个数还是每个神经元一个数。</translation>
    </message>
    <message>
        <source>ALIF (sinabs)</source>
        <translation>ALIF（sinabs）</translation>
    </message>
    <message>
        <source>Spikes raise the threshold, silence lowers it.</source>
        <translation>脉冲抬高阈值，沉默降低阈值。</translation>
    </message>
    <message>
        <source>How slowly a raised threshold falls back.</source>
        <translation>被抬高的阈值回落的快慢；值越大越慢。</translation>
    </message>
    <message>
        <source>Adaptation</source>
        <translation>适应</translation>
    </message>
    <message>
        <source>How much recent spikes raise the threshold.</source>
        <translation>最近的脉冲把阈值抬高多少。</translation>
    </message>
    <message>
        <source>The membrane value at which a spike is sent while the neuron is rested (b0).</source>
        <translation>神经元处于静息时发放脉冲的膜电位值（b0）。</translation>
    </message>
    <message>
        <source>Leaky filter</source>
        <translation>泄漏滤波器</translation>
    </message>
    <message>
        <source>A leaky bucket without a spout: just a low-pass filter.</source>
        <translation>没有出水口的漏水桶：只是一个低通滤波器。</translation>
    </message>
    <message>
        <source>IAF, recurrent</source>
        <translation>IAF，循环</translation>
    </message>
    <message>
        <source>The simplest spiking layer, listening to itself.</source>
        <translation>最简单的脉冲层，聆听自身。</translation>
    </message>
    <message>
        <source>Recurrent bias</source>
        <translation>循环偏置</translation>
    </message>
    <message>
        <source>Add a learned constant to what is fed back.</source>
        <translation>为反馈的内容加一个可学习的常数。</translation>
    </message>
    <message>
        <source>LIF (sinabs), recurrent</source>
        <translation>LIF（sinabs），循环</translation>
    </message>
    <message>
        <source>A leaky layer that hears its own spikes.</source>
        <translation>能听到自身脉冲的泄漏层。</translation>
    </message>
    <message>
        <source>ALIF (sinabs), recurrent</source>
        <translation>ALIF（sinabs），循环</translation>
    </message>
    <message>
        <source>Adapting neurons that hear their own spikes.</source>
        <translation>能听到自身脉冲的适应性神经元。</translation>
    </message>
    <message>
        <source>Spiking layer (sinabs 0.2)</source>
        <translation>脉冲层（sinabs 0.2）</translation>
    </message>
    <message>
        <source>One bucket, many spikes per step; threshold_low stops it from sinking.</source>
        <translation>一个水桶，每步多个脉冲；threshold_low 阻止其下沉。</translation>
    </message>
    <message>
        <source>The state at which a spike is sent.</source>
        <translation>发放脉冲时的状态值。</translation>
    </message>
    <message>
        <source>The state never falls below it; none sets no bound.</source>
        <translation>状态不会低于该值；“无”表示不设下界。</translation>
    </message>
    <message>
        <source>What each spike takes from the state of the next step; none takes the threshold.</source>
        <translation>每个脉冲从下一步的状态中减去的量；“无”表示减去阈值。</translation>
    </message>
    <message>
        <source>Reset to zero</source>
        <translation>复位到零</translation>
    </message>
    <message>
        <source>A spike clears the state of the next step instead; then a step gives one spike at the most.</source>
        <translation>脉冲改为清空下一步的状态；此时每步至多一个脉冲。</translation>
    </message>
    <message>
        <source>Also send spikes of -1 for a state below minus the threshold.</source>
        <translation>状态低于负阈值时也发放 -1 脉冲。</translation>
    </message>
    <message>
        <source>How far below the threshold learning begins; none: one threshold.</source>
        <translation>学习从阈值以下多远处开始；“无”：一个阈值的距离。</translation>
    </message>
    <message>
        <source>SRM-alpha</source>
        <translation>SRM-alpha</translation>
    </message>
    <message>
        <source>Each input spike adds a smooth bump; each output spike digs a hole behind itself.</source>
        <translation>每个输入脉冲加上一个平滑的鼓包；每个输出脉冲在自身之后挖出一个坑。</translation>
    </message>
    <message>
        <source>When the hole behind a spike is deepest.</source>
        <translation>脉冲之后的坑达到最深的时间。</translation>
    </message>
    <message>
        <source>Refractory depth</source>
        <translation>不应期深度</translation>
    </message>
    <message>
        <source>Depth of the hole, in thresholds.</source>
        <translation>坑的深度，以阈值为单位。</translation>
    </message>
    <message>
        <source>How far from the threshold learning reaches, in thresholds.</source>
        <translation>学习离阈值能达到多远，以阈值为单位。</translation>
    </message>
    <message>
        <source>Filter the input</source>
        <translation>对输入滤波</translation>
    </message>
    <message>
        <source>Apply the psp here, in the same pass. Off: a psp node did so before the weights.</source>
        <translation>在此处同一遍中应用 psp。关闭：已由权重之前的 psp 节点应用。</translation>
    </message>
    <message>
        <source>Long refractory kernel</source>
        <translation>长不应期核</translation>
    </message>
    <message>
        <source>Cut the refractory kernel off at 0.0001 instead of 0.01.</source>
        <translation>在 0.0001 而不是 0.01 处截断不应期核。</translation>
    </message>
    <message>
        <source>The density of SLAYER, or one of the surrogates that all neurons share, taken at u - theta.</source>
        <translation>SLAYER 的密度，或所有神经元共用的替代函数之一，在 u - theta 处取值。</translation>
    </message>
    <message>
        <source>Escape density (SLAYER)</source>
        <translation>逃逸密度（SLAYER）</translation>
    </message>
    <message>
        <source>Loihi neuron (SLAYER)</source>
        <translation>Loihi 神经元（SLAYER）</translation>
    </message>
    <message>
        <source>Whole numbers only, as the chip counts.</source>
        <translation>只用整数，与芯片的计数方式相同。</translation>
    </message>
    <message>
        <source>Threshold mantissa</source>
        <translation>阈值尾数</translation>
    </message>
    <message>
        <source>The threshold is 64 times this.</source>
        <translation>阈值是该值的 64 倍。</translation>
    </message>
    <message>
        <source>How much of the voltage a step takes, out of 4096.</source>
        <translation>每一步减去多少电压，以 4096 分之几计。</translation>
    </message>
    <message>
        <source>How much of the current a step takes, out of 4096.</source>
        <translation>每一步取走电流的多少，以 4096 为分母。</translation>
    </message>
    <message>
        <source>Weight exponent</source>
        <translation>权重指数</translation>
    </message>
    <message>
        <source>Weights count 2^(6 + wgtExp) each.</source>
        <translation>每个权重单位计为 2^(6 + wgtExp)。</translation>
    </message>
    <message>
        <source>Refractory delay</source>
        <translation>不应期延迟</translation>
    </message>
    <message>
        <source>Steps from a spike to the next one that is possible.</source>
        <translation>从一个脉冲到下一个可能脉冲的步数。</translation>
    </message>
    <message>
        <source>LIAF</source>
        <translation>LIAF</translation>
    </message>
    <message>
        <source>Resets like a spiking neuron, talks like an analog one.</source>
        <translation>像脉冲神经元一样复位，像模拟神经元一样输出。</translation>
    </message>
    <message>
        <source>The function that turns the membrane into the output.</source>
        <translation>把膜电位变为输出的函数。</translation>
    </message>
    <message>
        <source>Leaky ReLU (0.01)</source>
        <translation>Leaky ReLU (0.01)</translation>
    </message>
    <message>
        <source>Tanh</source>
        <translation>Tanh</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>恒等</translation>
    </message>
    <message>
        <source>Relative to the threshold</source>
        <translation>相对于阈值</translation>
    </message>
    <message>
        <source>On: the activation sees the membrane minus the threshold. Off: the membrane.</source>
        <translation>开启：激活函数作用于膜电位减去阈值。关闭：作用于膜电位。</translation>
    </message>
    <message>
        <source>CubaLIF (exchange)</source>
        <translation>CubaLIF（交换）</translation>
    </message>
    <message>
        <source>LIF with a synaptic current in front - the neuron Loihi implements.</source>
        <translation>前面带突触电流的 LIF，即 Loihi 所实现的神经元。</translation>
    </message>
    <message>
        <source>Share of the synaptic current that is lost each step, kept as n/4096.</source>
        <translation>每一步突触电流损失的比例，以 n/4096 保存。</translation>
    </message>
    <message>
        <source>Share of the membrane that is lost each step, kept as n/4096.</source>
        <translation>每一步膜电位损失的比例，以 n/4096 保存。</translation>
    </message>
    <message>
        <source>Weights are whole numbers divided by this; states are 64 times finer.</source>
        <translation>权重是整数除以该数；状态再细 64 倍。</translation>
    </message>
    <message>
        <source>Learn both decays by gradient.</source>
        <translation>通过梯度学习两个衰减。</translation>
    </message>
    <message>
        <source>Normalise the current</source>
        <translation>归一化电流</translation>
    </message>
    <message>
        <source>Batch norm of the current inside the step, with a scale that is a power of two.</source>
        <translation>在步内对电流做批归一化，缩放因子为 2 的幂。</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Batch norm</source>
        <translation>批归一化</translation>
    </message>
    <message>
        <source>Fire as lava does</source>
        <translation>按 lava 方式发放</translation>
    </message>
    <message>
        <source>Round the threshold down to the grid of the weights and fire strictly above it, bit for bit as lava.</source>
        <translation>把阈值向下取整到权重的网格，严格高于它才发放，与 lava 逐位一致。</translation>
    </message>
    <message>
        <source>PSN</source>
        <translation>PSN</translation>
    </message>
    <message>
        <source>All time steps at once: a learned matrix over time replaces the loop.</source>
        <translation>一次处理所有时间步：用一个可学习的时间矩阵取代循环。</translation>
    </message>
    <message>
        <source>Steps that the weights are made for. 0 takes those of the input.</source>
        <translation>权重所对应的步数。0 表示取输入的步数。</translation>
    </message>
    <message>
        <source>Masked PSN</source>
        <translation>掩码 PSN</translation>
    </message>
    <message>
        <source>Training starts seeing the future and ends causal.</source>
        <translation>训练开始时能看到未来，结束时变为因果。</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>阶数</translation>
    </message>
    <message>
        <source>How many steps, this one included, the neuron looks back.</source>
        <translation>神经元回看的步数，包括当前步。</translation>
    </message>
    <message>
        <source>Mask strength</source>
        <translation>掩码强度</translation>
    </message>
    <message>
        <source>0: every step sees all others. 1: only the last k.</source>
        <translation>0：每一步都能看到所有其他步。1：只看到最近 k 步。</translation>
    </message>
    <message>
        <source>Sliding PSN</source>
        <translation>滑动 PSN</translation>
    </message>
    <message>
        <source>A learned FIR filter followed by a threshold.</source>
        <translation>可学习的 FIR 滤波器，其后接阈值。</translation>
    </message>
    <message>
        <source>Start exponential</source>
        <translation>以指数初始化</translation>
    </message>
    <message>
        <source>Start the weights as powers of two. Off: uniform between -1/sqrt(k) and 1/sqrt(k).</source>
        <translation>权重以 2 的幂初始化。关闭：在 -1/sqrt(k) 与 1/sqrt(k) 之间均匀分布。</translation>
    </message>
    <message>
        <source>Computed as</source>
        <translation>计算方式</translation>
    </message>
    <message>
        <source>Both give the same; the convolution wins where T is much larger than k.</source>
        <translation>两者结果相同；T 远大于 k 时卷积更快。</translation>
    </message>
    <message>
        <source>Matrix product</source>
        <translation>矩阵乘积</translation>
    </message>
    <message>
        <source>Convolution</source>
        <translation>卷积</translation>
    </message>
    <message>
        <source>GLIF</source>
        <translation>GLIF</translation>
    </message>
    <message>
        <source>Chooses between leak types, reset types and input gains by gradient.</source>
        <translation>通过梯度在泄漏类型、复位类型和输入增益之间选择。</translation>
    </message>
    <message>
        <source>Steps that `conduct` is made for. 0 takes those of the input.</source>
        <translation>`conduct` 所对应的步数。0 表示取输入的步数。</translation>
    </message>
    <message>
        <source>One set per channel</source>
        <translation>每通道一组</translation>
    </message>
    <message>
        <source>On: every channel of the input learns its own parameters. Off: one set for the layer.</source>
        <translation>开启：输入的每个通道学习自己的参数。关闭：整层共用一组。</translation>
    </message>
    <message>
        <source>First leak</source>
        <translation>初始泄漏</translation>
    </message>
    <message>
        <source>Share of the membrane that the exponential leak leaves at first.</source>
        <translation>指数泄漏起初保留的膜电位比例。</translation>
    </message>
    <message>
        <source>First threshold</source>
        <translation>初始阈值</translation>
    </message>
    <message>
        <source>Where learning of the threshold starts.</source>
        <translation>阈值学习的起点。</translation>
    </message>
    <message>
        <source>First conductance</source>
        <translation>初始电导</translation>
    </message>
    <message>
        <source>Where learning of the input gain of each step starts.</source>
        <translation>每一步输入增益学习的起点。</translation>
    </message>
    <message>
        <source>First linear leak</source>
        <translation>初始线性泄漏</translation>
    </message>
    <message>
        <source>Where learning of the linear leak starts. none takes init_v_threshold / (2 T).</source>
        <translation>线性泄漏学习的起点。“无”表示取 init_v_threshold / (2 T)。</translation>
    </message>
    <message>
        <source>First reset step</source>
        <translation>初始复位量</translation>
    </message>
    <message>
        <source>Where learning of the subtracted reset starts. none takes init_v_threshold.</source>
        <translation>所减复位量学习的起点。“无”表示取 init_v_threshold。</translation>
    </message>
    <message>
        <source>DSR-IF</source>
        <translation>DSR-IF</translation>
    </message>
    <message>
        <source>Backpropagates through the spike rate, not the spikes.</source>
        <translation>通过脉冲发放率而不是脉冲进行反向传播。</translation>
    </message>
    <message>
        <source>Steps that the rate is taken over. 0 takes those of the input.</source>
        <translation>计算发放率所用的步数。0 表示取输入的步数。</translation>
    </message>
    <message>
        <source>Firing point</source>
        <translation>发放点</translation>
    </message>
    <message>
        <source>Fires when the membrane reaches this share of the threshold.</source>
        <translation>膜电位达到阈值的这一比例时发放。</translation>
    </message>
    <message>
        <source>Learn threshold</source>
        <translation>学习阈值</translation>
    </message>
    <message>
        <source>Learn the threshold by gradient.</source>
        <translation>通过梯度学习阈值。</translation>
    </message>
    <message>
        <source>Threshold gradient scale</source>
        <translation>阈值梯度缩放</translation>
    </message>
    <message>
        <source>Factor of the threshold's gradient.</source>
        <translation>阈值梯度的系数。</translation>
    </message>
    <message>
        <source>Lowest threshold</source>
        <translation>最低阈值</translation>
    </message>
    <message>
        <source>The threshold is kept from falling below this.</source>
        <translation>阈值不会低于该值。</translation>
    </message>
    <message>
        <source>DSR-LIF</source>
        <translation>DSR-LIF</translation>
    </message>
    <message>
        <source>Backpropagates through a weighted spike rate, with a leak.</source>
        <translation>通过加权的脉冲发放率进行反向传播，带泄漏。</translation>
    </message>
    <message>
        <source>Larger values forget input more slowly; in the unit of delta_t.</source>
        <translation>值越大，遗忘输入越慢；单位与 delta_t 相同。</translation>
    </message>
    <message>
        <source>Step length</source>
        <translation>步长</translation>
    </message>
    <message>
        <source>How much time one step stands for.</source>
        <translation>一步所代表的时间。</translation>
    </message>
    <message>
        <source>ILC-IF</source>
        <translation>ILC-IF</translation>
    </message>
    <message>
        <source>Neighbours inside an output population talk.</source>
        <translation>同一输出群体内的相邻神经元相互交流。</translation>
    </message>
    <message>
        <source>Populations</source>
        <translation>群体数</translation>
    </message>
    <message>
        <source>Number of output populations, one for each action or class.</source>
        <translation>输出群体的数量，每个动作或类别一个。</translation>
    </message>
    <message>
        <source>Neurons each</source>
        <translation>每群神经元数</translation>
    </message>
    <message>
        <source>Neurons of one population. 0 shares out those of the input.</source>
        <translation>一个群体的神经元数。0 表示平均分配输入的神经元。</translation>
    </message>
    <message>
        <source>ILC-LIF</source>
        <translation>ILC-LIF</translation>
    </message>
    <message>
        <source>ILC-CLIF</source>
        <translation>ILC-CLIF</translation>
    </message>
    <message>
        <source>MPBN-LIF</source>
        <translation>MPBN-LIF</translation>
    </message>
    <message>
        <source>Normalise the membrane, then hide the norm inside the threshold.</source>
        <translation>归一化膜电位，再把归一化藏进阈值。</translation>
    </message>
    <message>
        <source>Normalise</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>Off: an ordinary LIF, whose threshold may still learn.</source>
        <translation>关闭：普通的 LIF，其阈值仍可学习。</translation>
    </message>
    <message>
        <source>Learn thresholds</source>
        <translation>学习阈值</translation>
    </message>
    <message>
        <source>Each channel learns the logarithm of its threshold, from 0.</source>
        <translation>每个通道从 0 开始学习其阈值的对数。</translation>
    </message>
    <message>
        <source>How fast the running mean and variance follow.</source>
        <translation>滑动均值和方差跟随的快慢。</translation>
    </message>
    <message>
        <source>Fold into threshold</source>
        <translation>并入阈值</translation>
    </message>
    <message>
        <source>Leave the norm out and move the thresholds instead. For networks that are trained.</source>
        <translation>省去归一化，改为移动阈值。用于已训练好的网络。</translation>
    </message>
    <message>
        <source>Normalise what is left</source>
        <translation>归一化剩余部分</translation>
    </message>
    <message>
        <source>When folded: normalise the membrane of neurons that did not fire.</source>
        <translation>并入后：归一化未发放神经元的膜电位。</translation>
    </message>
    <message>
        <source>Membrane readout</source>
        <translation>膜电位读出</translation>
    </message>
    <message>
        <source>A neuron that never fires: what it has gathered is the answer.</source>
        <translation>从不发放的神经元：它所积累的就是答案。</translation>
    </message>
    <message>
        <source>How slowly the membrane forgets. none never forgets.</source>
        <translation>膜电位遗忘的快慢。“无”表示从不遗忘。</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>What of the membrane over time is the answer.</source>
        <translation>以膜电位随时间变化中的什么作为答案。</translation>
    </message>
    <message>
        <source>Last value</source>
        <translation>最后的值</translation>
    </message>
    <message>
        <source>Value of largest magnitude</source>
        <translation>绝对值最大的值</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>CUBA (lava)</source>
        <translation>CUBA (lava)</translation>
    </message>
    <message>
        <source>The Loihi neuron, in the integer arithmetic of the chip.</source>
        <translation>Loihi 的神经元，采用该芯片的整数运算。</translation>
    </message>
    <message>
        <source>The value that must be passed for a spike; kept as a multiple of 1 / scale.</source>
        <translation>发放脉冲所须超过的值；保存为 1 / scale 的倍数。</translation>
    </message>
    <message>
        <source>Width of the surrogate's slope, in units of lava-dl.</source>
        <translation>替代函数斜率的宽度，以 lava-dl 的单位计。</translation>
    </message>
    <message>
        <source>Factor on the surrogate's slope.</source>
        <translation>替代函数斜率的系数。</translation>
    </message>
    <message>
        <source>Norm</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>Batch norm of what the neuron receives (of the current, in a CUBA).</source>
        <translation>对神经元所接收的量（CUBA 中为电流）做批归一化。</translation>
    </message>
    <message>
        <source>Mean only</source>
        <translation>仅均值</translation>
    </message>
    <message>
        <source>Mean and power of two</source>
        <translation>均值与 2 的幂</translation>
    </message>
    <message>
        <source>Share of neurons that stay silent for a whole sample while training.</source>
        <translation>训练时在整个样本中保持沉默的神经元比例。</translation>
    </message>
    <message>
        <source>Graded spikes</source>
        <translation>分级脉冲</translation>
    </message>
    <message>
        <source>Send the value at the moment of the spike instead of 1.</source>
        <translation>发送脉冲时刻的值，而不是 1。</translation>
    </message>
    <message>
        <source>ALIF (lava)</source>
        <translation>ALIF (lava)</translation>
    </message>
    <message>
        <source>Every spike raises the bar for the next one.</source>
        <translation>每个脉冲都会抬高下一个脉冲的门槛。</translation>
    </message>
    <message>
        <source>Threshold step</source>
        <translation>阈值增量</translation>
    </message>
    <message>
        <source>How much each spike raises the threshold.</source>
        <translation>每个脉冲使阈值升高多少。</translation>
    </message>
    <message>
        <source>Threshold decay</source>
        <translation>阈值衰减</translation>
    </message>
    <message>
        <source>How fast a raised threshold comes back, a share per step.</source>
        <translation>升高的阈值恢复的快慢，即每步的比例。</translation>
    </message>
    <message>
        <source>Threshold decay, up to</source>
        <translation>阈值衰减上限</translation>
    </message>
    <message>
        <source>Refractory decay</source>
        <translation>不应期衰减</translation>
    </message>
    <message>
        <source>How fast the refractory term dies away, a share per step.</source>
        <translation>不应期项消退的快慢，即每步的比例。</translation>
    </message>
    <message>
        <source>Refractory decay, up to</source>
        <translation>不应期衰减上限</translation>
    </message>
    <message>
        <source>RF (lava)</source>
        <translation>RF (lava)</translation>
    </message>
    <message>
        <source>A pendulum that clicks once per swing if it swings high enough.</source>
        <translation>一个摆，摆得足够高时每摆一次响一下。</translation>
    </message>
    <message>
        <source>RF Izhikevich (lava)</source>
        <translation>RF Izhikevich (lava)</translation>
    </message>
    <message>
        <source>The same oscillator with a threshold on its phase axis.</source>
        <translation>同样的振荡器，阈值设在其相位轴上。</translation>
    </message>
    <message>
        <source>Adaptive RF (lava)</source>
        <translation>自适应 RF (lava)</translation>
    </message>
    <message>
        <source>A resonator that tires.</source>
        <translation>会疲劳的谐振器。</translation>
    </message>
    <message>
        <source>Adaptive RF Izhikevich (lava)</source>
        <translation>自适应 RF Izhikevich (lava)</translation>
    </message>
    <message>
        <source>A tiring resonator with a threshold on its phase axis.</source>
        <translation>会疲劳的谐振器，阈值设在其相位轴上。</translation>
    </message>
    <message>
        <source>Sigma-delta (lava)</source>
        <translation>Sigma-delta (lava)</translation>
    </message>
    <message>
        <source>Sends only changes: a still scene costs nothing.</source>
        <translation>只发送变化：静止的场景没有开销。</translation>
    </message>
    <message>
        <source>What the summed input becomes before its changes are sent.</source>
        <translation>在发送变化之前，输入之和要变成什么。</translation>
    </message>
    <message>
        <source>Add a number to each neuron's sum.</source>
        <translation>为每个神经元的和加一个数。</translation>
    </message>
    <message>
        <source>Batch norm of the sum.</source>
        <translation>对和做批归一化。</translation>
    </message>
    <message>
        <source>Residual</source>
        <translation>残差</translation>
    </message>
    <message>
        <source>Short cuts that keep deep networks trainable.</source>
        <translation>使深层网络保持可训练的捷径。</translation>
    </message>
    <message>
        <source>Join by</source>
        <translation>连接方式</translation>
    </message>
    <message>
        <source>ADD counts, AND needs both, IAND lets the short cut through where the branch is silent.</source>
        <translation>ADD 计数，AND 要求两者皆有，IAND 在分支沉默处让捷径通过。</translation>
    </message>
    <message>
        <source>ADD</source>
        <translation>ADD</translation>
    </message>
    <message>
        <source>AND</source>
        <translation>AND</translation>
    </message>
    <message>
        <source>IAND</source>
        <translation>IAND</translation>
    </message>
    <message>
        <source>Bottleneck order</source>
        <translation>瓶颈顺序</translation>
    </message>
    <message>
        <source>IAND with the roles of branch and short cut exchanged.</source>
        <translation>分支与捷径角色互换的 IAND。</translation>
    </message>
    <message>
        <source>Join two streams value by value.</source>
        <translation>把两个数据流逐值合并。</translation>
    </message>
    <message>
        <source>Operation</source>
        <translation>运算</translation>
    </message>
    <message>
        <source>What is done with values at the same place.</source>
        <translation>对同一位置的值所做的运算。</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>相加</translation>
    </message>
    <message>
        <source>Subtract</source>
        <translation>相减</translation>
    </message>
    <message>
        <source>Multiply</source>
        <translation>相乘</translation>
    </message>
    <message>
        <source>Concatenate</source>
        <translation>拼接</translation>
    </message>
    <message>
        <source>Streams side by side.</source>
        <translation>数据流并排放置。</translation>
    </message>
    <message>
        <source>Axis</source>
        <translation>轴</translation>
    </message>
    <message>
        <source>Axis along which they are put side by side; 1 is the first after the batch.</source>
        <translation>沿其并排放置的轴；1 是批次之后的第一个轴。</translation>
    </message>
    <message>
        <source>Exchange block</source>
        <translation>交换块</translation>
    </message>
    <message>
        <source>A synapse with the eight bits of the chip and the chip's neuron, trained as one.</source>
        <translation>具有芯片八位精度的突触与芯片的神经元，作为一个整体训练。</translation>
    </message>
    <message>
        <source>Synapse</source>
        <translation>突触</translation>
    </message>
    <message>
        <source>What joins the block to its input.</source>
        <translation>把该块与其输入连接起来的部分。</translation>
    </message>
    <message>
        <source>Sum pooling</source>
        <translation>求和池化</translation>
    </message>
    <message>
        <source>Neurons of the block.</source>
        <translation>该块的神经元。</translation>
    </message>
    <message>
        <source>Number of filters.</source>
        <translation>滤波器的数量。</translation>
    </message>
    <message>
        <source>How far the window moves.</source>
        <translation>窗口移动的距离。</translation>
    </message>
    <message>
        <source>Rows and columns of zeros around the image.</source>
        <translation>图像四周的零行和零列。</translation>
    </message>
    <message>
        <source>Distance of neighbouring taps of the window.</source>
        <translation>窗口中相邻取样点的距离。</translation>
    </message>
    <message>
        <source>Channels are split into this many groups that do not mix.</source>
        <translation>通道被分成这么多互不混合的组。</translation>
    </message>
    <message>
        <source>Spiking RNN</source>
        <translation>脉冲 RNN</translation>
    </message>
    <message>
        <source>A recurrent cell whose memory is made of spikes.</source>
        <translation>记忆由脉冲构成的循环单元。</translation>
    </message>
    <message>
        <source>Hidden size</source>
        <translation>隐藏大小</translation>
    </message>
    <message>
        <source>Units of the hidden state.</source>
        <translation>隐藏状态的单元数。</translation>
    </message>
    <message>
        <source>Cells stacked on each other.</source>
        <translation>堆叠的单元层数。</translation>
    </message>
    <message>
        <source>Both directions</source>
        <translation>双向</translation>
    </message>
    <message>
        <source>A second cell reads the sequence backwards; the output is twice as wide.</source>
        <translation>第二个单元反向读取序列；输出宽度加倍。</translation>
    </message>
    <message>
        <source>Add learned constants to the gates.</source>
        <translation>为各门加上可学习的常数。</translation>
    </message>
    <message>
        <source>Dropout between layers</source>
        <translation>层间随机失活</translation>
    </message>
    <message>
        <source>Share of spikes dropped between layers while training.</source>
        <translation>训练时在层间丢弃的脉冲比例。</translation>
    </message>
    <message>
        <source>Constant mask</source>
        <translation>固定掩码</translation>
    </message>
    <message>
        <source>One dropout mask for all steps of a sequence instead of a new one at each step.</source>
        <translation>序列的所有步共用一个随机失活掩码，而不是每步换新的。</translation>
    </message>
    <message>
        <source>Delay between layers</source>
        <translation>层间延迟</translation>
    </message>
    <message>
        <source>Hand the state of the step before to the next layer, as older SpikingJelly did.</source>
        <translation>把前一步的状态交给下一层，如同旧版 SpikingJelly。</translation>
    </message>
    <message>
        <source>Spiking LSTM</source>
        <translation>脉冲 LSTM</translation>
    </message>
    <message>
        <source>A recurrent cell that decides in spikes what to keep.</source>
        <translation>用脉冲决定保留什么的循环单元。</translation>
    </message>
    <message>
        <source>Second surrogate</source>
        <translation>第二替代函数</translation>
    </message>
    <message>
        <source>That of the candidate state (g or n).</source>
        <translation>候选状态（g 或 n）的替代函数。</translation>
    </message>
    <message>
        <source>As the first</source>
        <translation>与第一个相同</translation>
    </message>
    <message>
        <source>Its steepness</source>
        <translation>其陡度</translation>
    </message>
    <message>
        <source>none: the surrogate's own.</source>
        <translation>“无”：取替代函数自身的默认值。</translation>
    </message>
    <message>
        <source>Spiking GRU</source>
        <translation>脉冲 GRU</translation>
    </message>
    <message>
        <source>A recurrent cell that mixes old and new by spikes.</source>
        <translation>用脉冲混合新旧状态的循环单元。</translation>
    </message>
    <message>
        <source>Recurrent block (lava)</source>
        <translation>循环块 (lava)</translation>
    </message>
    <message>
        <source>The output of a moment ago is part of the input now.</source>
        <translation>片刻之前的输出成为现在输入的一部分。</translation>
    </message>
    <message>
        <source>Number of neurons in the loop.</source>
        <translation>环路中神经元的数量。</translation>
    </message>
    <message>
        <source>Which lava neuron is in the loop.</source>
        <translation>环路中使用哪种 lava 神经元。</translation>
    </message>
    <message>
        <source>CUBA</source>
        <translation>CUBA</translation>
    </message>
    <message>
        <source>ALIF</source>
        <translation>ALIF</translation>
    </message>
    <message>
        <source>Detach the state</source>
        <translation>状态不传梯度</translation>
    </message>
    <message>
        <source>As lava-dl: the gradient goes through the spikes that come back, not through current and voltage of the step before.</source>
        <translation>与 lava-dl 相同：梯度经过返回的脉冲，而不经过前一步的电流和电压。</translation>
    </message>
    <message>
        <source>K winners take all (lava)</source>
        <translation>K 胜者全得 (lava)</translation>
    </message>
    <message>
        <source>Let only K speak.</source>
        <translation>只让 K 个发言。</translation>
    </message>
    <message>
        <source>Winners</source>
        <translation>胜者数</translation>
    </message>
    <message>
        <source>How many may be active.</source>
        <translation>可以活跃的数量。</translation>
    </message>
    <message>
        <source>Self-excitation</source>
        <translation>自激励</translation>
    </message>
    <message>
        <source>How much a spike helps its own neuron at the next step.</source>
        <translation>一个脉冲在下一步对自身神经元的助推程度。</translation>
    </message>
    <message>
        <source>Learn self-excitation</source>
        <translation>学习自激励</translation>
    </message>
    <message>
        <source>Learn the self-excitation; it is kept within 0..1.</source>
        <translation>学习自激励；其值保持在 0..1 之内。</translation>
    </message>
    <message>
        <source>Spike count</source>
        <translation>脉冲计数</translation>
    </message>
    <message>
        <source>Count the votes.</source>
        <translation>统计票数。</translation>
    </message>
    <message>
        <source>Membrane</source>
        <translation>膜电位</translation>
    </message>
    <message>
        <source>Ask the neurons for their voltage instead of their spikes.</source>
        <translation>向神经元询问电压，而不是脉冲。</translation>
    </message>
    <message>
        <source>Over time</source>
        <translation>随时间</translation>
    </message>
    <message>
        <source>Which value of the membrane counts.</source>
        <translation>采用膜电位的哪个值。</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>最后</translation>
    </message>
    <message>
        <source>First spike</source>
        <translation>首个脉冲</translation>
    </message>
    <message>
        <source>Who speaks first is right.</source>
        <translation>谁先发言谁就对。</translation>
    </message>
    <message>
        <source>Masked mean</source>
        <translation>掩码均值</translation>
    </message>
    <message>
        <source>Only the frames that exist have a say.</source>
        <translation>只有存在的帧才有发言权。</translation>
    </message>
    <message>
        <source>Moving window</source>
        <translation>移动窗口</translation>
    </message>
    <message>
        <source>Says the rate of a moment ago, at every moment.</source>
        <translation>在每个时刻给出最近的发放率。</translation>
    </message>
    <message>
        <source>Steps that are looked back, this one included.</source>
        <translation>回看的步数，包括当前步。</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>Rates become probabilities.</source>
        <translation>发放率变为概率。</translation>
    </message>
    <message>
        <source>How rates become probabilities.</source>
        <translation>发放率如何变为概率。</translation>
    </message>
    <message>
        <source>Share of all spikes</source>
        <translation>占全部脉冲的比例</translation>
    </message>
    <message>
        <source>Softmax</source>
        <translation>Softmax</translation>
    </message>
    <message>
        <source>Cross-entropy on membrane</source>
        <translation>膜电位交叉熵</translation>
    </message>
    <message>
        <source>The opinion counts as a voltage, without spiking.</source>
        <translation>意见以电压计，不发放脉冲。</translation>
    </message>
    <message>
        <source>Temporal efficient training</source>
        <translation>时间高效训练</translation>
    </message>
    <message>
        <source>Every moment must be right, not just the average.</source>
        <translation>每个时刻都要正确，而不只是平均正确。</translation>
    </message>
    <message>
        <source>Regulariser</source>
        <translation>正则项</translation>
    </message>
    <message>
        <source>How much outputs are drawn towards the constant.</source>
        <translation>输出被拉向该常数的程度。</translation>
    </message>
    <message>
        <source>The value towards which all outputs are drawn.</source>
        <translation>所有输出被拉向的值。</translation>
    </message>
    <message>
        <source>Number of spikes (SLAYER)</source>
        <translation>脉冲数量 (SLAYER)</translation>
    </message>
    <message>
        <source>The count matters inside the window; anything outside is a mistake.</source>
        <translation>窗口内看数量；窗口外的一切都算错误。</translation>
    </message>
    <message>
        <source>Window starts</source>
        <translation>窗口开始</translation>
    </message>
    <message>
        <source>Where counting starts.</source>
        <translation>开始计数的位置。</translation>
    </message>
    <message>
        <source>Window ends</source>
        <translation>窗口结束</translation>
    </message>
    <message>
        <source>Where counting stops; it is cut to the length of the recording.</source>
        <translation>停止计数的位置；会截短到记录的长度。</translation>
    </message>
    <message>
        <source>Count of the right class</source>
        <translation>正确类别的计数</translation>
    </message>
    <message>
        <source>Spikes that the right class should send within the window.</source>
        <translation>正确类别在窗口内应发放的脉冲数。</translation>
    </message>
    <message>
        <source>Count of the others</source>
        <translation>其他类别的计数</translation>
    </message>
    <message>
        <source>Spikes that every other class should send within the window.</source>
        <translation>其他每个类别在窗口内应发放的脉冲数。</translation>
    </message>
    <message>
        <source>Weight of the count against what lies outside the window.</source>
        <translation>计数相对于窗口外部分的权重。</translation>
    </message>
    <message>
        <source>Filter time constant</source>
        <translation>滤波器时间常数</translation>
    </message>
    <message>
        <source>Time constant of the psp kernel t/tauSr exp(1 - t/tauSr).</source>
        <translation>psp 核 t/tauSr exp(1 - t/tauSr) 的时间常数。</translation>
    </message>
    <message>
        <source>Time step</source>
        <translation>时间步长</translation>
    </message>
    <message>
        <source>Length of one step; a spike has the height 1/Ts.</source>
        <translation>一步的长度；脉冲的高度为 1/Ts。</translation>
    </message>
    <message>
        <source>Spike times (SLAYER)</source>
        <translation>脉冲时间 (SLAYER)</translation>
    </message>
    <message>
        <source>Match the rhythm.</source>
        <translation>合上节奏。</translation>
    </message>
    <message>
        <source>Spike rate (lava-dl)</source>
        <translation>脉冲发放率 (lava-dl)</translation>
    </message>
    <message>
        <source>Each class has a rate to keep, the right one a higher.</source>
        <translation>每个类别都要保持一个发放率，正确类别的更高。</translation>
    </message>
    <message>
        <source>Rate of the right class</source>
        <translation>正确类别的发放率</translation>
    </message>
    <message>
        <source>Spikes per step that the right class should send.</source>
        <translation>正确类别每步应发放的脉冲数。</translation>
    </message>
    <message>
        <source>Rate of the others</source>
        <translation>其他类别的发放率</translation>
    </message>
    <message>
        <source>Spikes per step that every other class should send.</source>
        <translation>其他每个类别每步应发放的脉冲数。</translation>
    </message>
    <message>
        <source>Rates are taken over this many last steps, at every step; 0 takes one rate of all steps.</source>
        <translation>在每一步按最近这么多步计算发放率；0 表示对所有步计算一个发放率。</translation>
    </message>
    <message>
        <source>How the errors become one number.</source>
        <translation>各误差如何合成一个数。</translation>
    </message>
    <message>
        <source>Spike maximum (lava-dl)</source>
        <translation>脉冲最大值 (lava-dl)</translation>
    </message>
    <message>
        <source>The right class must have the largest share of the spikes.</source>
        <translation>正确类别必须占有最大的脉冲比例。</translation>
    </message>
    <message>
        <source>Spike sigmoid (lava-dl)</source>
        <translation>脉冲 Sigmoid (lava-dl)</translation>
    </message>
    <message>
        <source>Every class answers yes or no on its own.</source>
        <translation>每个类别各自回答是或否。</translation>
    </message>
    <message>
        <source>Rates within this distance of theta count as undecided.</source>
        <translation>与 theta 相距在此范围内的发放率视为未定。</translation>
    </message>
    <message>
        <source>Threshold rate</source>
        <translation>阈值发放率</translation>
    </message>
    <message>
        <source>The rate that counts as half a yes.</source>
        <translation>算作半个“是”的发放率。</translation>
    </message>
    <message>
        <source>Spike times (lava-dl)</source>
        <translation>脉冲时间 (lava-dl)</translation>
    </message>
    <message>
        <source>Blur both trains, then compare them.</source>
        <translation>先模糊两个脉冲序列，再加以比较。</translation>
    </message>
    <message>
        <source>How far a spike is blurred.</source>
        <translation>脉冲被模糊的范围。</translation>
    </message>
    <message>
        <source>Filter length</source>
        <translation>滤波器长度</translation>
    </message>
    <message>
        <source>Where the filter is cut.</source>
        <translation>滤波器截断的位置。</translation>
    </message>
    <message>
        <source>Filter order</source>
        <translation>滤波器阶数</translation>
    </message>
    <message>
        <source>How often the filter is applied.</source>
        <translation>应用滤波器的次数。</translation>
    </message>
    <message>
        <source>Spike similarity</source>
        <translation>脉冲相似度</translation>
    </message>
    <message>
        <source>Same class, similar spike pattern.</source>
        <translation>类别相同，脉冲模式相似。</translation>
    </message>
    <message>
        <source>How similar two spike patterns are.</source>
        <translation>两个脉冲模式的相似程度。</translation>
    </message>
    <message>
        <source>Gaussian</source>
        <translation>高斯</translation>
    </message>
    <message>
        <source>Steepness of the sigmoid kernel.</source>
        <translation>Sigmoid 核的陡度。</translation>
    </message>
    <message>
        <source>Width of the Gaussian kernel.</source>
        <translation>高斯核的宽度。</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>How the similarities are compared with the labels.</source>
        <translation>如何把相似度与标签比较。</translation>
    </message>
    <message>
        <source>Mean squared</source>
        <translation>均方</translation>
    </message>
    <message>
        <source>Mean absolute</source>
        <translation>平均绝对值</translation>
    </message>
    <message>
        <source>Binary cross-entropy</source>
        <translation>二元交叉熵</translation>
    </message>
    <message>
        <source>Tempotron loss</source>
        <translation>Tempotron 损失</translation>
    </message>
    <message>
        <source>Nudge only when wrong.</source>
        <translation>只在出错时轻推。</translation>
    </message>
    <message>
        <source>The largest membrane value that counts as a spike.</source>
        <translation>最大膜电位达到该值即计为一个脉冲。</translation>
    </message>
    <message>
        <source>Regression</source>
        <translation>回归</translation>
    </message>
    <message>
        <source>Follow a curve.</source>
        <translation>跟随一条曲线。</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>误差</translation>
    </message>
    <message>
        <source>How a difference is judged.</source>
        <translation>如何评判差异。</translation>
    </message>
    <message>
        <source>Squared</source>
        <translation>平方</translation>
    </message>
    <message>
        <source>Absolute</source>
        <translation>绝对值</translation>
    </message>
    <message>
        <source>Huber</source>
        <translation>Huber</translation>
    </message>
    <message>
        <source>Huber limit</source>
        <translation>Huber 界限</translation>
    </message>
    <message>
        <source>Differences above count linearly.</source>
        <translation>超过该值的差异按线性计。</translation>
    </message>
    <message>
        <source>Sparsity</source>
        <translation>稀疏性</translation>
    </message>
    <message>
        <source>Spend spikes like money.</source>
        <translation>像花钱一样使用脉冲。</translation>
    </message>
    <message>
        <source>Free rate</source>
        <translation>免费发放率</translation>
    </message>
    <message>
        <source>Mean events per step and neuron that cost nothing.</source>
        <translation>不计代价的每步每神经元平均事件数。</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Price of what lies above.</source>
        <translation>超出部分的代价。</translation>
    </message>
    <message>
        <source>Sum of losses</source>
        <translation>损失之和</translation>
    </message>
    <message>
        <source>Several wishes, one number.</source>
        <translation>多个愿望，一个数。</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Tells how many answers were right.</source>
        <translation>报告有多少答案正确。</translation>
    </message>
    <message>
        <source>Mean firing rate</source>
        <translation>平均发放率</translation>
    </message>
    <message>
        <source>Tells how loud a layer is.</source>
        <translation>报告一层有多活跃。</translation>
    </message>
    <message>
        <source>Event rate</source>
        <translation>事件率</translation>
    </message>
    <message>
        <source>Tells how much happens on a wire.</source>
        <translation>报告一条连线上有多少活动。</translation>
    </message>
    <message>
        <source>NAdam</source>
        <translation>NAdam</translation>
    </message>
    <message>
        <source>RAdam</source>
        <translation>RAdam</translation>
    </message>
    <message>
        <source>Adamax</source>
        <translation>Adamax</translation>
    </message>
    <message>
        <source>RMSprop</source>
        <translation>RMSprop</translation>
    </message>
    <message>
        <source>Adagrad</source>
        <translation>Adagrad</translation>
    </message>
    <message>
        <source>Dampening</source>
        <translation>阻尼</translation>
    </message>
    <message>
        <source>How much less of each new gradient the momentum takes in.</source>
        <translation>动量少吸收每个新梯度的多少。</translation>
    </message>
    <message>
        <source>Nesterov momentum</source>
        <translation>Nesterov 动量</translation>
    </message>
    <message>
        <source>Look ahead along the momentum; without dampening only.</source>
        <translation>沿动量方向前瞻；仅在无阻尼时可用。</translation>
    </message>
    <message>
        <source>Beta 1</source>
        <translation>Beta 1</translation>
    </message>
    <message>
        <source>Share of the mean gradient that is kept.</source>
        <translation>梯度均值被保留的比例。</translation>
    </message>
    <message>
        <source>Beta 2</source>
        <translation>Beta 2</translation>
    </message>
    <message>
        <source>Share of the mean squared gradient that is kept.</source>
        <translation>梯度平方均值被保留的比例。</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Keeps divisions from exploding; none: 1e-8, Adagrad 1e-10.</source>
        <translation>防止除法发散；“无”：1e-8，Adagrad 为 1e-10。</translation>
    </message>
    <message>
        <source>Clip gradient norm</source>
        <translation>裁剪梯度范数</translation>
    </message>
    <message>
        <source>Shrink all gradients together to this Euclidean norm; 0: never.</source>
        <translation>把所有梯度一起缩小到该欧几里得范数；0：从不。</translation>
    </message>
    <message>
        <source>Clip gradient values</source>
        <translation>裁剪梯度值</translation>
    </message>
    <message>
        <source>Cut each gradient at plus and minus this; 0: never.</source>
        <translation>把每个梯度截断到正负该值；0：从不。</translation>
    </message>
    <message>
        <source>Exponential</source>
        <translation>指数</translation>
    </message>
    <message>
        <source>Cosine with restarts</source>
        <translation>带重启的余弦</translation>
    </message>
    <message>
        <source>When the loss stands still</source>
        <translation>损失停滞时</translation>
    </message>
    <message>
        <source>Epochs between two reductions of the rate, or two restarts.</source>
        <translation>两次降低学习率或两次重启之间的轮数。</translation>
    </message>
    <message>
        <source>The rate is multiplied by this at each step (exponential: each epoch).</source>
        <translation>每一阶段学习率乘以该值（指数：每一轮）。</translation>
    </message>
    <message>
        <source>Epochs of standstill</source>
        <translation>停滞轮数</translation>
    </message>
    <message>
        <source>Epochs without a better loss before the rate is lowered.</source>
        <translation>损失没有改善多少轮之后降低学习率。</translation>
    </message>
    <message>
        <source>Lowest rate</source>
        <translation>最低学习率</translation>
    </message>
    <message>
        <source>The schedule ends here or stays above.</source>
        <translation>调度在此结束或保持在其上。</translation>
    </message>
    <message>
        <source>Mixup</source>
        <translation>Mixup</translation>
    </message>
    <message>
        <source>CutMix</source>
        <translation>CutMix</translation>
    </message>
    <message>
        <source>Mix every training sample with another, and their labels: alpha of the shares, which are drawn from Beta(alpha, alpha); 0: off, 0.2 is usual (Zhang et al. 2018).</source>
        <translation>将每个训练样本与另一个样本及其标签混合：份额取自 Beta(alpha, alpha) 分布，此处为 alpha；0 为关闭，常用 0.2（Zhang 等，2018）。</translation>
    </message>
    <message>
        <source>Put a piece of another picture into every training sample, and mix the labels by its area: alpha of the shares; 0: off, 1 is usual (Yun et al. 2019). With Mixup on as well, a coin decides for each batch.</source>
        <translation>将另一张图片的一块放入每个训练样本，并按面积混合标签：此处为份额的 alpha；0 为关闭，常用 1（Yun 等，2019）。若同时开启 Mixup，则每个批次随机选择其一。</translation>
    </message>
    <message>
        <source>Warm-up epochs</source>
        <translation>预热轮数</translation>
    </message>
    <message>
        <source>The rate rises evenly over these epochs before the schedule begins.</source>
        <translation>在调度开始之前，学习率在这些轮次内均匀上升。</translation>
    </message>
    <message>
        <source>Warm-up start</source>
        <translation>预热起点</translation>
    </message>
    <message>
        <source>Share of the rate in the first epoch of the warm-up.</source>
        <translation>预热第一轮所用学习率的比例。</translation>
    </message>
    <message>
        <source>Stop early after</source>
        <translation>提前停止轮数</translation>
    </message>
    <message>
        <source>Epochs without improvement before training ends; 0: never.</source>
        <translation>没有改善多少轮之后结束训练；0：从不。</translation>
    </message>
    <message>
        <source>Improvement of</source>
        <translation>改善对象</translation>
    </message>
    <message>
        <source>What must get better, on the test samples where there are any.</source>
        <translation>必须变好的量；有测试样本时按测试样本计。</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Least improvement</source>
        <translation>最小改善</translation>
    </message>
    <message>
        <source>Less than this does not count as better.</source>
        <translation>小于该值不算变好。</translation>
    </message>
    <message>
        <source>Truncate after</source>
        <translation>截断步数</translation>
    </message>
    <message>
        <source>Truncated backpropagation: gradients go back this far, the loss is taken at the end of each such piece; 0: through all steps. Saves memory on long sequences.</source>
        <translation>截断反向传播：梯度最多回传这么多步，在每一段的末尾计算损失；0：贯穿所有步。长序列时节省内存。</translation>
    </message>
    <message>
        <source>Recompute segments</source>
        <translation>重算段数</translation>
    </message>
    <message>
        <source>Saves memory: the network is cut into this many runs of layers that are computed again while learning instead of being kept; results stay the same. 0: keep everything.</source>
        <translation>节省内存：网络被切成这么多段连续的层，学习时重新计算而不是保留；结果不变。0：全部保留。</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>Mixed precision computes convolutions and matrix products in 16 bits; float16 needs CUDA.</source>
        <translation>混合精度以 16 位计算卷积和矩阵乘积；float16 需要 CUDA。</translation>
    </message>
    <message>
        <source>float32</source>
        <translation>float32</translation>
    </message>
    <message>
        <source>bfloat16 mixed</source>
        <translation>bfloat16 混合</translation>
    </message>
    <message>
        <source>float16 mixed</source>
        <translation>float16 混合</translation>
    </message>
    <message>
        <source>Calibrate to rate</source>
        <translation>校准到发放率</translation>
    </message>
    <message>
        <source>Before the first epoch, scale the weights so that each neuron layer fires at this rate (spikes per step) on one batch; 0: leave the start values.</source>
        <translation>在第一轮之前，用一个批次缩放权重，使每个神经元层以该发放率（每步脉冲数）发放；0：保留初始值。</translation>
    </message>
    <message>
        <source>SpikingJelly multiplies whole sequences by p[0] at every step; on does the same.</source>
        <translation>SpikingJelly 对整段序列的每一步都乘以 p[0]；打开后与其一致。</translation>
    </message>
    <message>
        <source>First scale for all steps</source>
        <translation>所有时间步用第一个系数</translation>
    </message>
    <message>
        <source>Merge (sinabs)</source>
        <translation>合并（sinabs）</translation>
    </message>
    <message>
        <source>The ramp of the original, or one of the surrogates that all neurons share, at the nearest of the D steps.</source>
        <translation>原版的斜坡，或所有神经元通用的替代函数之一，取在 D 级中最近的一级处。</translation>
    </message>
    <message>
        <source>Ramp from 0 to D</source>
        <translation>从 0 到 D 的斜坡</translation>
    </message>
    <message>
        <source>1 as in the original, or one of the surrogates that all neurons share, at the nearer of the two thresholds.</source>
        <translation>与原版相同取 1，或所有神经元通用的替代函数之一，取在两个阈值中较近的一个处。</translation>
    </message>
    <message>
        <source>The rule of the original, from the rates of whole sequences, or backpropagation through every step with one of the surrogates that all neurons share.</source>
        <translation>原版的规则，由整个序列的发放率得出；或用所有神经元通用的替代函数之一逐步反向传播。</translation>
    </message>
    <message>
        <source>From rates (DSR)</source>
        <translation>由发放率得出（DSR）</translation>
    </message>
    <message>
        <source>The window of the original, or one of the surrogates that all neurons share, taken at the distance from the threshold.</source>
        <translation>原版的窗口，或所有神经元通用的替代函数之一，取在与阈值的距离处。</translation>
    </message>
    <message>
        <source>Window (sinabs 0.2)</source>
        <translation>窗口（sinabs 0.2）</translation>
    </message>
    <message>
        <source>The density of SLAYER, or one of the surrogates that all neurons share, taken at v / theta - 1.</source>
        <translation>SLAYER 的密度，或所有神经元通用的替代函数之一，取在 v / theta - 1 处。</translation>
    </message>
    <message>
        <source>The slope of lava-dl, or one of the surrogates that all neurons share, taken at the distance from the threshold.</source>
        <translation>lava-dl 的斜率，或所有神经元通用的替代函数之一，取在与阈值的距离处。</translation>
    </message>
    <message>
        <source>That of lava-dl</source>
        <translation>lava-dl 的斜率</translation>
    </message>
    <message>
        <source>Custom neuron</source>
        <translation>自定义神经元</translation>
    </message>
    <message>
        <source>Change one line, the charge, and you have a new neuron.</source>
        <translation>改一行充电公式，就有了一种新的神经元。</translation>
    </message>
    <message>
        <source>Charge</source>
        <translation>充电</translation>
    </message>
    <message>
        <source>h, from v and x.</source>
        <translation>由 v 和 x 得到 h。</translation>
    </message>
    <message>
        <source>Fire</source>
        <translation>发放</translation>
    </message>
    <message>
        <source>A spike where this is at or above 0.</source>
        <translation>此式大于等于 0 处发放脉冲。</translation>
    </message>
    <message>
        <source>Reset formula</source>
        <translation>重置公式</translation>
    </message>
    <message>
        <source>The new v, from h and s.</source>
        <translation>由 h 和 s 得到新的 v。</translation>
    </message>
    <message>
        <source>tau</source>
        <translation>tau</translation>
    </message>
    <message>
        <source>a</source>
        <translation>a</translation>
    </message>
    <message>
        <source>b</source>
        <translation>b</translation>
    </message>
    <message>
        <source>A number for the formulas.</source>
        <translation>供公式使用的数。</translation>
    </message>
    <message>
        <source>Off: send the surrogate's primitive, a smooth number, instead of spikes, so that gradients are exact. For finding mistakes; it runs step by step and slowly.</source>
        <translation>关闭：输出替代函数的原函数（平滑的数）而不是脉冲，使梯度精确。用于查错；逐步运行，较慢。</translation>
    </message>
    <message>
        <source>Nothing but a name for what comes in: its rate is shown and counted.</source>
        <translation>只是输入的一个名字：显示并统计其发放率。</translation>
    </message>
    <message>
        <source>Recordings in folders</source>
        <translation>文件夹中的录制</translation>
    </message>
    <message>
        <source>Your own recordings of an event camera: one folder for each class.</source>
        <translation>您自己的事件相机录制：每个类别一个文件夹。</translation>
    </message>
    <message>
        <source>Holds the class folders, or train and test; relative to the project file or absolute.</source>
        <translation>存放各类别的文件夹，或 train 与 test；相对于项目文件或绝对路径。</translation>
    </message>
    <message>
        <source>As many as there are folders, or more.</source>
        <translation>不少于文件夹的数目。</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>划分</translation>
    </message>
    <message>
        <source>What is learned from and what tests.</source>
        <translation>哪些用于学习，哪些用于测试。</translation>
    </message>
    <message>
        <source>A share of each class</source>
        <translation>每个类别的一部分</translation>
    </message>
    <message>
        <source>Folders train and test</source>
        <translation>文件夹 train 与 test</translation>
    </message>
    <message>
        <source>Training share</source>
        <translation>训练比例</translation>
    </message>
    <message>
        <source>The part of each class that is learned from, rounded up to whole samples; the rest tests.</source>
        <translation>每个类别中用于学习的部分，向上取整到完整样本；其余用于测试。</translation>
    </message>
    <message>
        <source>Mix before parting</source>
        <translation>划分前打乱</translation>
    </message>
    <message>
        <source>Off: the first files of each class are learned from. On: a random choice, the same for the same seed.</source>
        <translation>关：用每个类别的前面文件学习。开：随机选择，种子相同则结果相同。</translation>
    </message>
    <message>
        <source>Seed of the parting</source>
        <translation>划分的种子</translation>
    </message>
    <message>
        <source>Another seed chooses other samples to test with.</source>
        <translation>不同的种子选出不同的测试样本。</translation>
    </message>
    <message>
        <source>Events outside</source>
        <translation>范围外的事件</translation>
    </message>
    <message>
        <source>What to do with events beyond width and height.</source>
        <translation>如何处理超出宽和高的事件。</translation>
    </message>
    <message>
        <source>Leave them out</source>
        <translation>舍去</translation>
    </message>
    <message>
        <source>Only files ending in</source>
        <translation>只用此扩展名的文件</translation>
    </message>
    <message>
        <source>For example .aedat4; empty: every ending of a known event format.</source>
        <translation>例如 .aedat4；留空：所有已知事件格式的扩展名。</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Id of the reader, as 'events info' tells it; empty: told by the content of each file.</source>
        <translation>读取器的标识，即 events info 所示；留空：由各文件内容判断。</translation>
    </message>
    <message>
        <source>Reading options</source>
        <translation>读取选项</translation>
    </message>
    <message>
        <source>name=value, separated by commas, as 'events info --option' takes them: "layout=davis".</source>
        <translation>名称=值，以逗号分隔，与 events info --option 相同：“layout=davis”。</translation>
    </message>
    <message>
        <source>N-MNIST</source>
        <translation>N-MNIST</translation>
    </message>
    <message>
        <source>Handwritten digits on a screen, seen by an event camera that twitched three times.</source>
        <translation>屏幕上的手写数字，由抖动三次的事件相机拍摄。</translation>
    </message>
    <message>
        <source>Where the folders Train and Test lie, relative to the project file or absolute.</source>
        <translation>文件夹 Train 与 Test 所在处，相对于项目文件或绝对路径。</translation>
    </message>
    <message>
        <source>Overflow rows</source>
        <translation>溢出行</translation>
    </message>
    <message>
        <source>Whether an event in row 240 says that the clock of the camera ran over, as its makers read it, or is an event, as SpikingJelly reads it.</source>
        <translation>第 240 行的事件表示相机时钟溢出（其作者的读法），还是一个事件（SpikingJelly 的读法）。</translation>
    </message>
    <message>
        <source>Where the sensor is smaller</source>
        <translation>传感器较小时</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>时钟</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>DVS128 Gesture</source>
        <translation>DVS128 Gesture</translation>
    </message>
    <message>
        <source>Eleven gestures of hands and arms in front of an event camera.</source>
        <translation>事件相机前的十一种手臂手势。</translation>
    </message>
    <message>
        <source>The folder DvsGesture of the archive, relative to the project file or absolute.</source>
        <translation>压缩包中的 DvsGesture 文件夹，相对于项目文件或绝对路径。</translation>
    </message>
    <message>
        <source>CIFAR10-DVS</source>
        <translation>CIFAR10-DVS</translation>
    </message>
    <message>
        <source>Pictures of CIFAR-10 moving on a screen in front of an event camera.</source>
        <translation>CIFAR-10 图片在屏幕上移动，由事件相机拍摄。</translation>
    </message>
    <message>
        <source>Where the class folders lie, relative to the project file or absolute.</source>
        <translation>各类别文件夹所在处，相对于项目文件或绝对路径。</translation>
    </message>
    <message>
        <source>N-Caltech101</source>
        <translation>N-Caltech101</translation>
    </message>
    <message>
        <source>Photographs of 101 kinds of things, seen by an event camera that twitched three times.</source>
        <translation>101 类物体的照片，由抖动三次的事件相机拍摄。</translation>
    </message>
    <message>
        <source>ASL-DVS</source>
        <translation>ASL-DVS</translation>
    </message>
    <message>
        <source>Letters of American sign language in front of an event camera.</source>
        <translation>事件相机前的美国手语字母。</translation>
    </message>
    <message>
        <source>Where the folders of the letters lie, relative to the project file or absolute.</source>
        <translation>各字母文件夹所在处，相对于项目文件或绝对路径。</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>The files lie upside down and from right to left.</source>
        <translation>文件中的画面上下颠倒、左右相反。</translation>
    </message>
    <message>
        <source>Both ways, as SpikingJelly</source>
        <translation>两个方向，同 SpikingJelly</translation>
    </message>
    <message>
        <source>Upright only, as tonic</source>
        <translation>仅上下，同 tonic</translation>
    </message>
    <message>
        <source>As in the file</source>
        <translation>与文件相同</translation>
    </message>
    <message>
        <source>NavGesture</source>
        <translation>NavGesture</translation>
    </message>
    <message>
        <source>Six gestures that steer a telephone, seen by its event camera, sitting or walking.</source>
        <translation>操作手机的六种手势，坐着或行走时由手机的事件相机拍摄。</translation>
    </message>
    <message>
        <source>Where the folders of the persons lie, relative to the project file or absolute.</source>
        <translation>各人物文件夹所在处，相对于项目文件或绝对路径。</translation>
    </message>
    <message>
        <source>ES-ImageNet</source>
        <translation>ES-ImageNet</translation>
    </message>
    <message>
        <source>A million photographs of 1000 kinds, turned into events by moving them in eight steps.</source>
        <translation>一千类、一百万张照片，分八步移动变成事件。</translation>
    </message>
    <message>
        <source>Where the folders train and val lie, relative to the project file or absolute.</source>
        <translation>文件夹 train 与 val 所在处，相对于项目文件或绝对路径。</translation>
    </message>
    <message>
        <source>SHD</source>
        <translation>SHD</translation>
    </message>
    <message>
        <source>Spoken digits, German and English, as the spikes of an artificial ear with 700 nerve fibres.</source>
        <translation>德语和英语的口语数字，由 700 根神经纤维的人工耳变成脉冲。</translation>
    </message>
    <message>
        <source>Where shd_train.h5 and shd_test.h5 lie, relative to the project file or absolute.</source>
        <translation>shd_train.h5 与 shd_test.h5 所在处，相对于项目文件或绝对路径。</translation>
    </message>
    <message>
        <source>SSC</source>
        <translation>SSC</translation>
    </message>
    <message>
        <source>35 spoken words as the spikes of an artificial ear with 700 nerve fibres.</source>
        <translation>35 个口语单词，由 700 根神经纤维的人工耳变成脉冲。</translation>
    </message>
    <message>
        <source>Where the files ssc_train.h5 and so on lie, relative to the project file or absolute.</source>
        <translation>ssc_train.h5 等文件所在处，相对于项目文件或绝对路径。</translation>
    </message>
    <message>
        <source>Test with</source>
        <translation>测试所用</translation>
    </message>
    <message>
        <source>Which part tests the network: validate while you choose parameters, test at the end.</source>
        <translation>用哪一部分测试网络：选参数时用验证集，最后用测试集。</translation>
    </message>
    <message>
        <source>Test part</source>
        <translation>测试集</translation>
    </message>
    <message>
        <source>Validation part</source>
        <translation>验证集</translation>
    </message>
    <message>
        <source>MNIST, Fashion-MNIST</source>
        <translation>MNIST、Fashion-MNIST</translation>
    </message>
    <message>
        <source>Handwritten digits, or clothes: the fruit flies of pattern recognition.</source>
        <translation>手写数字或服装：模式识别的“果蝇”。</translation>
    </message>
    <message>
        <source>Where the four files lie, relative to the project file or absolute.</source>
        <translation>四个文件所在处，相对于项目文件或绝对路径。</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Gives the names of the classes, and the mean and deviation.</source>
        <translation>给出类别名称、均值和标准差。</translation>
    </message>
    <message>
        <source>MNIST</source>
        <translation>MNIST</translation>
    </message>
    <message>
        <source>Fashion-MNIST</source>
        <translation>Fashion-MNIST</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>How bytes b become numbers. Spike encoders that draw by chance need 0 to 1.</source>
        <translation>字节 b 如何变成数值。随机脉冲编码器需要 0 到 1。</translation>
    </message>
    <message>
        <source>0 to 1</source>
        <translation>0 到 1</translation>
    </message>
    <message>
        <source>Mean 0 and deviation 1 of the set</source>
        <translation>按数据集归一到均值 0、标准差 1</translation>
    </message>
    <message>
        <source>Own mean and deviation</source>
        <translation>自定均值和标准差</translation>
    </message>
    <message>
        <source>0 to 255</source>
        <translation>0 到 255</translation>
    </message>
    <message>
        <source>Subtracted from the values of 0 to 1.</source>
        <translation>从 0 到 1 的数值中减去。</translation>
    </message>
    <message>
        <source>Deviation</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>The values less the mean are divided by it.</source>
        <translation>减去均值后除以它。</translation>
    </message>
    <message>
        <source>CIFAR-10, CIFAR-100</source>
        <translation>CIFAR-10、CIFAR-100</translation>
    </message>
    <message>
        <source>Small colour photographs of ten, or a hundred, kinds of things.</source>
        <translation>十类或一百类物体的小彩色照片。</translation>
    </message>
    <message>
        <source>Where the .bin files lie, relative to the project file or absolute.</source>
        <translation>.bin 文件所在处，相对于项目文件或绝对路径。</translation>
    </message>
    <message>
        <source>Ten kinds, or a hundred.</source>
        <translation>十类或一百类。</translation>
    </message>
    <message>
        <source>CIFAR-10</source>
        <translation>CIFAR-10</translation>
    </message>
    <message>
        <source>CIFAR-100</source>
        <translation>CIFAR-100</translation>
    </message>
    <message>
        <source>Speech Commands</source>
        <translation>Speech Commands</translation>
    </message>
    <message>
        <source>One-second recordings of single words, as sound or as a picture of its frequencies.</source>
        <translation>单个词的一秒录音，作为声音或频率图。</translation>
    </message>
    <message>
        <source>Where the folders of the words and the lists lie, relative to the project file or absolute.</source>
        <translation>各词的文件夹和列表所在处，相对于项目文件或绝对路径。</translation>
    </message>
    <message>
        <source>As many as there are words, or more.</source>
        <translation>不少于词的数目。</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>词</translation>
    </message>
    <message>
        <source>Only these, in the order of their labels: "yes, no, up, down". Empty: all folders, by name.</source>
        <translation>只用这些，按标签的顺序：“yes, no, up, down”。留空：所有文件夹，按名称。</translation>
    </message>
    <message>
        <source>Which list tests the network: validate while you choose parameters, test at the end.</source>
        <translation>用哪个列表测试网络：选参数时用验证列表，最后用测试列表。</translation>
    </message>
    <message>
        <source>Validation list</source>
        <translation>验证列表</translation>
    </message>
    <message>
        <source>Samples of a sound; 16000 are one second.</source>
        <translation>声音的采样数；16000 为一秒。</translation>
    </message>
    <message>
        <source>Samples that one step looks at.</source>
        <translation>每一步所看的采样数。</translation>
    </message>
    <message>
        <source>Hop</source>
        <translation>步移</translation>
    </message>
    <message>
        <source>Samples from one step to the next.</source>
        <translation>一步到下一步的采样数。</translation>
    </message>
    <message>
        <source>Bands</source>
        <translation>频带</translation>
    </message>
    <message>
        <source>Bands of the mel scale, which hears as people do.</source>
        <translation>梅尔刻度的频带数，它与人的听觉相似。</translation>
    </message>
    <message>
        <source>Lowest frequency</source>
        <translation>最低频率</translation>
    </message>
    <message>
        <source>Where the first band begins.</source>
        <translation>第一个频带的起点。</translation>
    </message>
    <message>
        <source>Highest frequency</source>
        <translation>最高频率</translation>
    </message>
    <message>
        <source>Where the last band ends; 0: half the sample rate.</source>
        <translation>最后一个频带的终点；0：采样率的一半。</translation>
    </message>
    <message>
        <source>Mel scale</source>
        <translation>梅尔刻度</translation>
    </message>
    <message>
        <source>The formula that spaces the bands.</source>
        <translation>频带间隔所用的公式。</translation>
    </message>
    <message>
        <source>Slaney</source>
        <translation>Slaney</translation>
    </message>
    <message>
        <source>HTK</source>
        <translation>HTK</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>响度</translation>
    </message>
    <message>
        <source>How energies become values.</source>
        <translation>能量如何变成数值。</translation>
    </message>
    <message>
        <source>Decibel</source>
        <translation>分贝</translation>
    </message>
    <message>
        <source>log(1 + share of the loudest)</source>
        <translation>log(1 + 与最响者之比)</translation>
    </message>
    <message>
        <source>Energy itself</source>
        <translation>能量本身</translation>
    </message>
    <message>
        <source>Slopes</source>
        <translation>斜率</translation>
    </message>
    <message>
        <source>Further channels: the first and second slope along time.</source>
        <translation>附加通道：沿时间的一阶与二阶斜率。</translation>
    </message>
    <message>
        <source>Arrays (npz, npy)</source>
        <translation>数组（npz、npy）</translation>
    </message>
    <message>
        <source>Sequences from a NumPy file, for networks that came from elsewhere.</source>
        <translation>来自 NumPy 文件的序列，供从别处来的网络使用。</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>A .npz or .npy file, relative to the project file or absolute; empty: one sample of zeros.</source>
        <translation>.npz 或 .npy 文件，相对于项目文件或绝对路径；留空：一个全零样本。</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Of one step of one sample: "700", "2x34x34".</source>
        <translation>一个样本一步的形状：“700”“2x34x34”。</translation>
    </message>
    <message>
        <source>Steps of a sample. Longer arrays are cut, shorter ones end in zeros.</source>
        <translation>一个样本的步数。较长的数组被截断，较短的以零结尾。</translation>
    </message>
    <message>
        <source>What the first dimensions of the array count.</source>
        <translation>数组的前几维表示什么。</translation>
    </message>
    <message>
        <source>Samples, then steps</source>
        <translation>先样本，后步</translation>
    </message>
    <message>
        <source>Steps, then samples</source>
        <translation>先步，后样本</translation>
    </message>
    <message>
        <source>Samples, shape, then steps (SLAYER, Lava)</source>
        <translation>样本、形状，最后是步（SLAYER、Lava）</translation>
    </message>
    <message>
        <source>Labels are 0 to this number less one.</source>
        <translation>标签从 0 到此数减一。</translation>
    </message>
    <message>
        <source>What becomes of the two polarities.</source>
        <translation>两种极性如何处理。</translation>
    </message>
    <message>
        <source>One for each polarity</source>
        <translation>每种极性一个</translation>
    </message>
    <message>
        <source>One, of all events</source>
        <translation>一个，包含所有事件</translation>
    </message>
    <message>
        <source>One, ON less OFF</source>
        <translation>一个，ON 减 OFF</translation>
    </message>
    <message>
        <source>Voxel grid</source>
        <translation>体素网格</translation>
    </message>
    <message>
        <source>Every event is shared by the two moments beside it.</source>
        <translation>每个事件由相邻的两个时刻分担。</translation>
    </message>
    <message>
        <source>Bins</source>
        <translation>格数</translation>
    </message>
    <message>
        <source>Number of bins: the time steps of the network.</source>
        <translation>格数：网络的时间步数。</translation>
    </message>
    <message>
        <source>Time surface</source>
        <translation>时间面</translation>
    </message>
    <message>
        <source>How long ago did each pixel see something?</source>
        <translation>每个像素多久以前看到过东西？</translation>
    </message>
    <message>
        <source>Windows</source>
        <translation>窗口数</translation>
    </message>
    <message>
        <source>Number of windows: the time steps of the network.</source>
        <translation>窗口数：网络的时间步数。</translation>
    </message>
    <message>
        <source>Length of a window.</source>
        <translation>窗口的长度。</translation>
    </message>
    <message>
        <source>After this time a value has fallen to 37 %.</source>
        <translation>经过此时间，数值降到 37 %。</translation>
    </message>
    <message>
        <source>Frames by a formula</source>
        <translation>按公式成帧</translation>
    </message>
    <message>
        <source>Your own way from events to numbers.</source>
        <translation>您自己的从事件到数值的方法。</translation>
    </message>
    <message>
        <source>Formula</source>
        <translation>公式</translation>
    </message>
    <message>
        <source>Numbers, + - * / ^, brackets, exp log sqrt abs tanh sigmoid relu sin cos floor min max.</source>
        <translation>数字、+ - * / ^、括号、exp log sqrt abs tanh sigmoid relu sin cos floor min max。</translation>
    </message>
    <message>
        <source>Spike bins</source>
        <translation>脉冲分格</translation>
    </message>
    <message>
        <source>Events at the nearest tick of a clock, as SLAYER takes them.</source>
        <translation>事件归入最近的时钟刻度，与 SLAYER 相同。</translation>
    </message>
    <message>
        <source>Number of steps: the time steps of the network.</source>
        <translation>步数：网络的时间步数。</translation>
    </message>
    <message>
        <source>Sampling time</source>
        <translation>采样时间</translation>
    </message>
    <message>
        <source>Length of a step.</source>
        <translation>一步的长度。</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>What several events of a step make.</source>
        <translation>一步内的多个事件算作什么。</translation>
    </message>
    <message>
        <source>As much as one</source>
        <translation>与一个相同</translation>
    </message>
    <message>
        <source>Their number</source>
        <translation>它们的数目</translation>
    </message>
    <message>
        <source>Time 0</source>
        <translation>时间零点</translation>
    </message>
    <message>
        <source>Where counting begins. Recordings whose times do not start near 0 need the first event.</source>
        <translation>从何处开始计时。时间不从 0 附近开始的录制需要以第一个事件为准。</translation>
    </message>
    <message>
        <source>Of the recording's clock</source>
        <translation>录制的时钟</translation>
    </message>
    <message>
        <source>The first event</source>
        <translation>第一个事件</translation>
    </message>
    <message>
        <source>Look at a part of the sensor.</source>
        <translation>只看传感器的一部分。</translation>
    </message>
    <message>
        <source>Columns that are kept.</source>
        <translation>保留的列数。</translation>
    </message>
    <message>
        <source>Rows that are kept.</source>
        <translation>保留的行数。</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Where the rectangle lies.</source>
        <translation>矩形所在处。</translation>
    </message>
    <message>
        <source>In the middle</source>
        <translation>中间</translation>
    </message>
    <message>
        <source>At a place</source>
        <translation>指定处</translation>
    </message>
    <message>
        <source>Anywhere, by chance</source>
        <translation>随机位置</translation>
    </message>
    <message>
        <source>Its first column.</source>
        <translation>它的第一列。</translation>
    </message>
    <message>
        <source>Its first row.</source>
        <translation>它的第一行。</translation>
    </message>
    <message>
        <source>Applied</source>
        <translation>何时应用</translation>
    </message>
    <message>
        <source>Samples that test the network usually stay as they are.</source>
        <translation>测试网络的样本通常保持原样。</translation>
    </message>
    <message>
        <source>While learning</source>
        <translation>学习时</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>总是</translation>
    </message>
    <message>
        <source>Drawn</source>
        <translation>抽取</translation>
    </message>
    <message>
        <source>The seed of the project, the sample and the epoch decide what is drawn, so a run that resumes draws the same. Once for each sample: prepared samples can be kept, which is faster.</source>
        <translation>项目的种子、样本和轮次决定抽取结果，因此恢复的运行抽取相同。每个样本一次：准备好的样本可以保留，速度更快。</translation>
    </message>
    <message>
        <source>Anew in every epoch</source>
        <translation>每轮重新抽取</translation>
    </message>
    <message>
        <source>Once for each sample</source>
        <translation>每个样本一次</translation>
    </message>
    <message>
        <source>Downsample</source>
        <translation>降采样</translation>
    </message>
    <message>
        <source>See less sharply: several pixels become one.</source>
        <translation>看得不那么清晰：多个像素合为一个。</translation>
    </message>
    <message>
        <source>Space factor</source>
        <translation>空间系数</translation>
    </message>
    <message>
        <source>0.5 halves width and height.</source>
        <translation>0.5 使宽和高减半。</translation>
    </message>
    <message>
        <source>Time factor</source>
        <translation>时间系数</translation>
    </message>
    <message>
        <source>0.001 makes milliseconds of microseconds.</source>
        <translation>0.001 把微秒变成毫秒。</translation>
    </message>
    <message>
        <source>A cat that looks to the left is a cat as well.</source>
        <translation>朝左看的猫也是猫。</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Letters and digits are others when mirrored: take care.</source>
        <translation>字母和数字镜像后会不同：请注意。</translation>
    </message>
    <message>
        <source>Left and right</source>
        <translation>左右</translation>
    </message>
    <message>
        <source>Top and bottom</source>
        <translation>上下</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>两者</translation>
    </message>
    <message>
        <source>Chance</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>1 mirrors every sample.</source>
        <translation>1 表示每个样本都镜像。</translation>
    </message>
    <message>
        <source>Cut in time</source>
        <translation>按时间截取</translation>
    </message>
    <message>
        <source>A piece of the recording is often enough.</source>
        <translation>录制的一段往往就够了。</translation>
    </message>
    <message>
        <source>Counted from the first event.</source>
        <translation>从第一个事件算起。</translation>
    </message>
    <message>
        <source>How much is kept.</source>
        <translation>保留多少。</translation>
    </message>
    <message>
        <source>Polarity</source>
        <translation>极性</translation>
    </message>
    <message>
        <source>Brighter or darker: sometimes only the change matters.</source>
        <translation>变亮或变暗：有时只有变化重要。</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>改变</translation>
    </message>
    <message>
        <source>What happens to polarities.</source>
        <translation>极性如何处理。</translation>
    </message>
    <message>
        <source>Only ON</source>
        <translation>只要 ON</translation>
    </message>
    <message>
        <source>Only OFF</source>
        <translation>只要 OFF</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>交换</translation>
    </message>
    <message>
        <source>Denoise</source>
        <translation>去噪</translation>
    </message>
    <message>
        <source>What moves touches its neighbours; noise stands alone.</source>
        <translation>运动的东西会触及邻居；噪声是孤立的。</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>How long an event supports its neighbours.</source>
        <translation>一个事件支持其邻居多久。</translation>
    </message>
    <message>
        <source>Refractory filter</source>
        <translation>不应期滤波</translation>
    </message>
    <message>
        <source>A pixel that has just fired must rest.</source>
        <translation>刚触发的像素必须休息。</translation>
    </message>
    <message>
        <source>How long a pixel rests.</source>
        <translation>像素休息多久。</translation>
    </message>
    <message>
        <source>Decimate</source>
        <translation>抽取事件</translation>
    </message>
    <message>
        <source>Only every n-th event of a pixel counts.</source>
        <translation>每个像素只算每第 n 个事件。</translation>
    </message>
    <message>
        <source>Every</source>
        <translation>每</translation>
    </message>
    <message>
        <source>2 keeps every second event.</source>
        <translation>2 表示每两个事件保留一个。</translation>
    </message>
    <message>
        <source>Drop events</source>
        <translation>丢弃事件</translation>
    </message>
    <message>
        <source>Learn to do with less: a part of the events is lost.</source>
        <translation>学会用更少：一部分事件丢失。</translation>
    </message>
    <message>
        <source>What is lost.</source>
        <translation>丢失什么。</translation>
    </message>
    <message>
        <source>Single events</source>
        <translation>单个事件</translation>
    </message>
    <message>
        <source>A piece of time</source>
        <translation>一段时间</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>比例</translation>
    </message>
    <message>
        <source>How much of the recording.</source>
        <translation>录制的多少。</translation>
    </message>
    <message>
        <source>Time jitter</source>
        <translation>时间抖动</translation>
    </message>
    <message>
        <source>No clock is exact: networks should not rely on one.</source>
        <translation>没有时钟是精确的：网络不应依赖它。</translation>
    </message>
    <message>
        <source>How far times move.</source>
        <translation>时间移动多远。</translation>
    </message>
    <message>
        <source>Spatial jitter</source>
        <translation>空间抖动</translation>
    </message>
    <message>
        <source>Shake every event a little.</source>
        <translation>让每个事件稍微晃动。</translation>
    </message>
    <message>
        <source>Deviation of x</source>
        <translation>x 的标准差</translation>
    </message>
    <message>
        <source>How far columns move.</source>
        <translation>列移动多远。</translation>
    </message>
    <message>
        <source>Deviation of y</source>
        <translation>y 的标准差</translation>
    </message>
    <message>
        <source>How far rows move.</source>
        <translation>行移动多远。</translation>
    </message>
    <message>
        <source>Pixels that fire for no reason, as those of every camera do.</source>
        <translation>无故触发的像素，每台相机都有。</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>速率</translation>
    </message>
    <message>
        <source>Events of a pixel in a second.</source>
        <translation>一个像素每秒的事件数。</translation>
    </message>
    <message>
        <source>Random temporal delete</source>
        <translation>随机删除时间步</translation>
    </message>
    <message>
        <source>Leave out some frames, so that none becomes indispensable.</source>
        <translation>去掉一些帧，使任何一帧都不是必不可少的。</translation>
    </message>
    <message>
        <source>Steps kept</source>
        <translation>保留的步数</translation>
    </message>
    <message>
        <source>The time steps of the network.</source>
        <translation>网络的时间步数。</translation>
    </message>
    <message>
        <source>Louder or softer, each value by itself.</source>
        <translation>更强或更弱，每个值各自处理。</translation>
    </message>
    <message>
        <source>Where the factors start.</source>
        <translation>系数的初值。</translation>
    </message>
    <message>
        <source>Own factors for</source>
        <translation>各自的系数</translation>
    </message>
    <message>
        <source>How many factors there are.</source>
        <translation>有多少个系数。</translation>
    </message>
    <message>
        <source>Each value</source>
        <translation>每个值</translation>
    </message>
    <message>
        <source>IF (NIR)</source>
        <translation>IF（NIR）</translation>
    </message>
    <message>
        <source>A bucket without a hole, in volts and seconds.</source>
        <translation>没有洞的水桶，以伏和秒计。</translation>
    </message>
    <message>
        <source>How much time passes from one step to the next.</source>
        <translation>一步到下一步经过多少时间。</translation>
    </message>
    <message>
        <source>Resistance</source>
        <translation>电阻</translation>
    </message>
    <message>
        <source>Factor on the current that reaches the membrane.</source>
        <translation>到达膜的电流的系数。</translation>
    </message>
    <message>
        <source>Own values for</source>
        <translation>各自的数值</translation>
    </message>
    <message>
        <source>How many values each quantity has: one for the layer, one for each channel or one for each neuron. All start as set here and come from a weights file otherwise.</source>
        <translation>每个量有多少个值：整层一个、每个通道一个或每个神经元一个。初值均为此处所设，否则来自权重文件。</translation>
    </message>
    <message>
        <source>Learn its values</source>
        <translation>学习其数值</translation>
    </message>
    <message>
        <source>Learn all quantities of the neuron by gradient.</source>
        <translation>用梯度学习神经元的所有量。</translation>
    </message>
    <message>
        <source>Fires</source>
        <translation>发放条件</translation>
    </message>
    <message>
        <source>Just at the threshold NIR does not fire; SpikingJelly and sinabs do.</source>
        <translation>恰在阈值时 NIR 不发放；SpikingJelly 和 sinabs 发放。</translation>
    </message>
    <message>
        <source>Above the threshold</source>
        <translation>高于阈值</translation>
    </message>
    <message>
        <source>When it is reached</source>
        <translation>达到阈值</translation>
    </message>
    <message>
        <source>LIF (NIR)</source>
        <translation>LIF（NIR）</translation>
    </message>
    <message>
        <source>The leaky bucket in volts and seconds.</source>
        <translation>漏水的桶，以伏和秒计。</translation>
    </message>
    <message>
        <source>Discretisation</source>
        <translation>离散化</translation>
    </message>
    <message>
        <source>How the equation is cut into steps: Euler keeps 1 - dt/tau, the exponential exp(-dt/tau) with a gain of dt/tau (sinabs, Rockpool), the exact solution exp(-dt/tau) with a gain of 1 - exp(-dt/tau) (Nengo).</source>
        <translation>方程如何分步：欧拉保留 1 - dt/tau；指数保留 exp(-dt/tau)，增益 dt/tau（sinabs、Rockpool）；精确解保留 exp(-dt/tau)，增益 1 - exp(-dt/tau)（Nengo）。</translation>
    </message>
    <message>
        <source>Euler</source>
        <translation>欧拉</translation>
    </message>
    <message>
        <source>Exponential decay</source>
        <translation>指数衰减</translation>
    </message>
    <message>
        <source>Exact</source>
        <translation>精确</translation>
    </message>
    <message>
        <source>Larger values make the membrane slower. At least dt.</source>
        <translation>值越大膜越慢。至少为 dt。</translation>
    </message>
    <message>
        <source>Where the membrane goes without input.</source>
        <translation>没有输入时膜电位趋向何处。</translation>
    </message>
    <message>
        <source>CubaLIF (NIR)</source>
        <translation>CubaLIF（NIR）</translation>
    </message>
    <message>
        <source>A spike leaves a current, the current fills the bucket.</source>
        <translation>脉冲留下电流，电流装满水桶。</translation>
    </message>
    <message>
        <source>Larger values let the current of a spike last longer.</source>
        <translation>值越大脉冲的电流持续越久。</translation>
    </message>
    <message>
        <source>Input weight</source>
        <translation>输入权重</translation>
    </message>
    <message>
        <source>Factor on the input of the current.</source>
        <translation>电流输入的系数。</translation>
    </message>
    <message>
        <source>Integrator (NIR)</source>
        <translation>积分器（NIR）</translation>
    </message>
    <message>
        <source>Adds up everything it ever got.</source>
        <translation>累加所得到的一切。</translation>
    </message>
    <message>
        <source>Leaky integrator (NIR)</source>
        <translation>漏积分器（NIR）</translation>
    </message>
    <message>
        <source>A bucket with a hole and no rim: a low-pass filter.</source>
        <translation>有洞无沿的水桶：低通滤波器。</translation>
    </message>
    <message>
        <source>CubaLI (NIR)</source>
        <translation>CubaLI（NIR）</translation>
    </message>
    <message>
        <source>Two low-pass filters in a row.</source>
        <translation>两个串联的低通滤波器。</translation>
    </message>
    <message>
        <source>Threshold (NIR)</source>
        <translation>阈值（NIR）</translation>
    </message>
    <message>
        <source>Says whether a value is above a line, and forgets it.</source>
        <translation>说明数值是否高于一条线，然后忘掉它。</translation>
    </message>
    <message>
        <source>The value above which it says 1.</source>
        <translation>超过此值时给出 1。</translation>
    </message>
    <message>
        <source>Learn the thresholds by gradient.</source>
        <translation>用梯度学习阈值。</translation>
    </message>
    <message>
        <source>Read by</source>
        <translation>读取者</translation>
    </message>
    <message>
        <source>slayer: everything that lava-dl can write. netx: only what Lava's loader takes; pools become a part of the layers behind them, and the size of the input is written as a block of its own.</source>
        <translation>slayer：lava-dl 能写的一切。netx：只有 Lava 的加载器能取的；池化并入其后的层，输入大小写成单独的块。</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Which plain layers and neurons are taken. spikingjelly: as its own exchange with Lava, without biases and with inputs that do not leak. wider: biases are written, and a threshold times tau stands for leaking inputs, with the same spikes.</source>
        <translation>取哪些普通层和神经元。spikingjelly：同其与 Lava 的交换，无偏置，输入不漏。wider：写出偏置，漏输入改为阈值乘 tau，脉冲相同。</translation>
    </message>
    <message>
        <source>Weights and thresholds of plain layers times this are rounded. 0: each layer its own, the largest with which nothing is clipped; the spikes are the same. lava nodes have a scale of their own.</source>
        <translation>普通层的权重和阈值乘以此数后取整。0：每层用各自的、不截断任何值的最大数；脉冲相同。lava 节点有自己的比例。</translation>
    </message>
    <message>
        <source>Put batch norm into weights</source>
        <translation>把批归一化并入权重</translation>
    </message>
    <message>
        <source>Its factors go into the weights before it, its shift into a bias.</source>
        <translation>其系数并入前面的权重，其偏移成为偏置。</translation>
    </message>
    <message>
        <source>Hardware preview</source>
        <translation>硬件预览</translation>
    </message>
    <message>
        <source>Samples of the project on which the network runs in the whole numbers of the chip, beside this one, before anything is written. 0: none.</source>
        <translation>写出之前，用项目的多少样本让网络以芯片的整数与此网络并行运行。0：不运行。</translation>
    </message>
    <message>
        <source>slayer (lava-dl)</source>
        <translation>slayer（lava-dl）</translation>
    </message>
    <message>
        <source>netx (Loihi 2)</source>
        <translation>netx（Loihi 2）</translation>
    </message>
    <message>
        <source>SpikingJelly's</source>
        <translation>SpikingJelly 的</translation>
    </message>
    <message>
        <source>Wider</source>
        <translation>更宽</translation>
    </message>
    <message>
        <source>Lava (Loihi)</source>
        <translation>Lava（Loihi）</translation>
    </message>
    <message>
        <source>A network file of lava-dl (HDF5), in the whole numbers of the chip. Lava's netx runs it on Loihi 2 or in simulation; slayer.auto loads dense networks for further training.</source>
        <translation>lava-dl 的网络文件（HDF5），使用芯片的整数。Lava 的 netx 在 Loihi 2 上或模拟中运行它；slayer.auto 加载全连接网络以继续训练。</translation>
    </message>
    <message>
        <source>Read as</source>
        <translation>读作</translation>
    </message>
    <message>
        <source>What the file leaves open is understood as by this part of lava-dl: a dense block without neuron gives its sum of each step (slayer) or adds it up over time (netx).</source>
        <translation>文件未说明之处按 lava-dl 的这一部分理解：没有神经元的全连接块给出每步之和（slayer）或随时间累加（netx）。</translation>
    </message>
    <message>
        <source>Step between blocks</source>
        <translation>块间一步</translation>
    </message>
    <message>
        <source>Every block hands its spikes on one step later, as in slayer and on the chip. Off: all in the same step, as networks that came from SpikingJelly.</source>
        <translation>每个块晚一步传出脉冲，与 slayer 和芯片相同。关：全部在同一步，如来自 SpikingJelly 的网络。</translation>
    </message>
    <message>
        <source>Set all neurons to zero so often, block after block a step later, as netx does with the same option; 0: only between samples.</source>
        <translation>每隔多少步把所有神经元清零，一块接一块晚一步，与 netx 的同名选项相同；0：只在样本之间。</translation>
    </message>
    <message>
        <source>The step at which the first block is reset.</source>
        <translation>第一个块清零的步。</translation>
    </message>
    <message>
        <source>Input shape</source>
        <translation>输入形状</translation>
    </message>
    <message>
        <source>Of networks that begin with a convolution or pool and do not say it: 2x34x34. Empty: the smallest that fits.</source>
        <translation>以卷积或池化开头而未说明形状的网络：2x34x34。留空：能容纳的最小形状。</translation>
    </message>
    <message>
        <source>Of a sample of the new project; 0: as the file says, else 100.</source>
        <translation>新项目的样本步数；0：按文件所说，否则为 100。</translation>
    </message>
    <message>
        <source>A .npz or .npy with input sequences for the new project; empty: silence until you choose one.</source>
        <translation>新项目所用输入序列的 .npz 或 .npy；留空：在您选择之前为静默。</translation>
    </message>
    <message>
        <source>The 'scale' that the network was made with, a power of 2; the file does not say it. It sets the size of the values shown, not which neurons fire.</source>
        <translation>网络所用的 scale，2 的幂；文件不说明。它只决定所示数值的大小，不影响哪些神经元发放。</translation>
    </message>
    <message>
        <source>slayer</source>
        <translation>slayer</translation>
    </message>
    <message>
        <source>netx</source>
        <translation>netx</translation>
    </message>
    <message>
        <source>Steps of a sample; 0 takes those of the project.</source>
        <translation>样本的步数；0 取项目的步数。</translation>
    </message>
    <message>
        <source>Samples at once</source>
        <translation>同时的样本</translation>
    </message>
    <message>
        <source>Samples that the chip computes at a time, and of the reference batch.</source>
        <translation>芯片一次计算的样本数，也是参考批的样本数。</translation>
    </message>
    <message>
        <source>Fold batch norms</source>
        <translation>折叠批归一化</translation>
    </message>
    <message>
        <source>Multiply batch norms into the layers before them; off keeps BatchNorm2d, whose statistics then are float16 too.</source>
        <translation>把批归一化乘入前面的层；关则保留 BatchNorm2d，其统计量也为 float16。</translation>
    </message>
    <message>
        <source>ONNX as well</source>
        <translation>同时写 ONNX</translation>
    </message>
    <message>
        <source>Write model.onnx, the second way into the compiler.</source>
        <translation>写出 model.onnx，进入编译器的另一途径。</translation>
    </message>
    <message>
        <source>Lynxi</source>
        <translation>Lynxi</translation>
    </message>
    <message>
        <source>How long a step lasts: NIR has seconds, not steps. Give the reading program the same number.</source>
        <translation>一步有多长：NIR 只有秒，没有步。请给读取程序相同的数。</translation>
    </message>
    <message>
        <source>Multiply batch norms into the weights before them. Off: they become layers of their own.</source>
        <translation>把批归一化乘入前面的权重。关：成为单独的层。</translation>
    </message>
    <message>
        <source>Thresholds</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>NIR fires above the threshold, most neurons here when it is reached. 'Exact' writes the next smaller 32-bit number, which makes both the same.</source>
        <translation>NIR 高于阈值才发放，这里的多数神经元达到即发放。“精确”写出下一个更小的 32 位数，使两者相同。</translation>
    </message>
    <message>
        <source>NIR</source>
        <translation>NIR</translation>
    </message>
    <message>
        <source>NIR does not say it. none: what Spikewright noted in the file, else 0.0001.</source>
        <translation>NIR 不说明。无：Spikewright 在文件中所记的，否则 0.0001。</translation>
    </message>
    <message>
        <source>How equations are cut into steps.</source>
        <translation>方程如何分步。</translation>
    </message>
    <message>
        <source>What happens just at the threshold.</source>
        <translation>恰在阈值时如何。</translation>
    </message>
    <message>
        <source>What a spike does to the membrane.</source>
        <translation>脉冲对膜做什么。</translation>
    </message>
    <message>
        <source>Integrators</source>
        <translation>积分器</translation>
    </message>
    <message>
        <source>What a step adds to IF and I: r dt times the input, as the equation says, or r times the input, as sinabs and lava-dl do.</source>
        <translation>一步给 IF 和 I 加多少：按方程为 r dt 乘输入，或如 sinabs 与 lava-dl 为 r 乘输入。</translation>
    </message>
    <message>
        <source>Length of the samples that the project begins with.</source>
        <translation>项目最初样本的长度。</translation>
    </message>
    <message>
        <source>Restore our own nodes</source>
        <translation>恢复我们的节点</translation>
    </message>
    <message>
        <source>Take what Spikewright noted beside its nodes when it wrote the file.</source>
        <translation>采用 Spikewright 写文件时在其节点旁所记的内容。</translation>
    </message>
    <message>
        <source>Repair edges</source>
        <translation>修复边</translation>
    </message>
    <message>
        <source>Lead edges to a node that does not exist to the only one that can be meant.</source>
        <translation>把通向不存在节点的边引到唯一可能所指的节点。</translation>
    </message>
    <message>
        <source>Euler (Norse, snnTorch, Lava, SpikingJelly)</source>
        <translation>欧拉（Norse、snnTorch、Lava、SpikingJelly）</translation>
    </message>
    <message>
        <source>Exponential decay (sinabs, Rockpool)</source>
        <translation>指数衰减（sinabs、Rockpool）</translation>
    </message>
    <message>
        <source>Exact (Nengo)</source>
        <translation>精确（Nengo）</translation>
    </message>
    <message>
        <source>To v_reset</source>
        <translation>到 v_reset</translation>
    </message>
    <message>
        <source>Takes the threshold</source>
        <translation>减去阈值</translation>
    </message>
    <message>
        <source>r dt</source>
        <translation>r dt</translation>
    </message>
    <message>
        <source>r</source>
        <translation>r</translation>
    </message>
    <message>
        <source>How many steps are written out; 0 takes those of the project.</source>
        <translation>写出多少步；0 取项目的步数。</translation>
    </message>
    <message>
        <source>How many samples the file takes at a time.</source>
        <translation>文件一次接受多少样本。</translation>
    </message>
    <message>
        <source>Operators</source>
        <translation>算子</translation>
    </message>
    <message>
        <source>Which set of operators is used; every reader knows 11.</source>
        <translation>使用哪一套算子；所有读取者都认识 11。</translation>
    </message>
    <message>
        <source>Multiply batch norms into the layers before them.</source>
        <translation>把批归一化乘入前面的层。</translation>
    </message>
    <message>
        <source>At most four axes</source>
        <translation>最多四个轴</translation>
    </message>
    <message>
        <source>Refuse values of five axes, which some chips cannot take. Off: layers for volumes are allowed.</source>
        <translation>拒绝五个轴的数值，有些芯片不能接受。关：允许体数据层。</translation>
    </message>
    <message>
        <source>Opset 11</source>
        <translation>Opset 11</translation>
    </message>
    <message>
        <source>Opset 12</source>
        <translation>Opset 12</translation>
    </message>
    <message>
        <source>ONNX</source>
        <translation>ONNX</translation>
    </message>
    <message>
        <source>Framework</source>
        <translation>框架</translation>
    </message>
    <message>
        <source>Whose neurons and layers the script uses; what a framework has not is written in plain PyTorch beside it.</source>
        <translation>脚本使用谁的神经元和层；框架没有的在旁边用纯 PyTorch 写出。</translation>
    </message>
    <message>
        <source>Samples to compare</source>
        <translation>用于比较的样本</translation>
    </message>
    <message>
        <source>How many samples reference.npz has.</source>
        <translation>reference.npz 有多少样本。</translation>
    </message>
    <message>
        <source>SpikingJelly</source>
        <translation>SpikingJelly</translation>
    </message>
    <message>
        <source>PyTorch alone</source>
        <translation>仅 PyTorch</translation>
    </message>
    <message>
        <source>snnTorch</source>
        <translation>snnTorch</translation>
    </message>
    <message>
        <source>Python (SpikingJelly, PyTorch, snnTorch)</source>
        <translation>Python（SpikingJelly、PyTorch、snnTorch）</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>对应表</translation>
    </message>
    <message>
        <source>A JSON file with names by hand: {"conv1.weight": "Conv 1/weight"}; null leaves a tensor out.</source>
        <translation>手写名称的 JSON 文件：{"conv1.weight": "Conv 1/weight"}；null 略去一个张量。</translation>
    </message>
    <message>
        <source>Entry</source>
        <translation>条目</translation>
    </message>
    <message>
        <source>Which entry of a checkpoint has the weights; empty: the usual ones (net, state_dict, model, ...).</source>
        <translation>检查点的哪个条目含有权重；留空：常用的（net、state_dict、model……）。</translation>
    </message>
    <message>
        <source>Partly</source>
        <translation>部分</translation>
    </message>
    <message>
        <source>On: what does not fit in shape keeps its first value. Off: it is refused, and nothing is written.</source>
        <translation>开：形状不合者保留初值。关：拒绝，什么也不写。</translation>
    </message>
    <message>
        <source>Python weights (PyTorch, NumPy, safetensors)</source>
        <translation>Python 权重（PyTorch、NumPy、safetensors）</translation>
    </message>
    <message>
        <source>Channels x height x width of the data; empty: as the file's first layer says, else 2x34x34.</source>
        <translation>数据的通道 x 高 x 宽；留空：按文件第一层所说，否则 2x34x34。</translation>
    </message>
    <message>
        <source>"16c5z-2a-10": a padded convolution of 16 filters 5 wide, a pool of 2, a dense layer of 10; empty: those of the file, else one dense layer of 10. SLAYER for PyTorch says its layers in Python.</source>
        <translation>“16c5z-2a-10”：16 个 5 宽滤波器的补零卷积、2 的池化、10 的全连接层；留空：按文件，否则一个 10 的全连接层。PyTorch 版 SLAYER 在 Python 中说明层。</translation>
    </message>
    <message>
        <source>SLAYER descriptor</source>
        <translation>SLAYER 描述文件</translation>
    </message>
    <message>
        <source>Neurons by</source>
        <translation>神经元用</translation>
    </message>
    <message>
        <source>Plain loads anywhere and loops over the steps. spw runs all steps in one fused pass, but the program that loads the file must load libspw_ops first.</source>
        <translation>plain 处处可加载，逐步循环。spw 一次融合算完所有步，但加载文件的程序须先加载 libspw_ops。</translation>
    </message>
    <message>
        <source>PyTorch's operators</source>
        <translation>PyTorch 的算子</translation>
    </message>
    <message>
        <source>Spikewright's operators</source>
        <translation>Spikewright 的算子</translation>
    </message>
    <message>
        <source>TorchScript</source>
        <translation>TorchScript</translation>
    </message>
    <message>
        <source>What stands at every place where the network spikes.</source>
        <translation>网络中每个发放脉冲之处所用的神经元。</translation>
    </message>
    <message>
        <source>Time steps that the network sees of each sample.</source>
        <translation>网络看到的每个样本的时间步数。</translation>
    </message>
    <message>
        <source>Maps of every convolution.</source>
        <translation>每个卷积的特征图数。</translation>
    </message>
    <message>
        <source>Answers to choose from; moving shapes have 10.</source>
        <translation>可选答案的数目；移动图形有 10 类。</translation>
    </message>
    <message>
        <source>What the network sees.</source>
        <translation>网络看到的数据。</translation>
    </message>
    <message>
        <source>Moving shapes (no files needed)</source>
        <translation>移动图形（无需文件）</translation>
    </message>
    <message>
        <source>Picture size</source>
        <translation>图像大小</translation>
    </message>
    <message>
        <source>Height and width of moving shapes and arrays.</source>
        <translation>移动图形和数组的高与宽。</translation>
    </message>
    <message>
        <source>Maps of the first stage; each further stage has twice as many.</source>
        <translation>第一阶段的特征图数；此后每个阶段加倍。</translation>
    </message>
    <message>
        <source>Connect by</source>
        <translation>连接方式</translation>
    </message>
    <message>
        <source>How the spikes of branch and short cut become one: A + B, A B or (1 - A) B.</source>
        <translation>分支与捷径的脉冲如何合一：A + B、A B 或 (1 - A) B。</translation>
    </message>
    <message>
        <source>Begin as identity</source>
        <translation>从恒等开始</translation>
    </message>
    <message>
        <source>The last normalisation of each branch starts at weight 0, so that every block passes on what it gets.</source>
        <translation>每个分支的最后一个归一化以权重 0 开始，于是每个块原样传递其输入。</translation>
    </message>
    <message>
        <source>Draw equal blocks once</source>
        <translation>相同的块只画一次</translation>
    </message>
    <message>
        <source>Equal blocks of a stage become one group that is repeated; their copies then have names of their own.</source>
        <translation>一个阶段中相同的块成为一个重复的组；其副本另有名称。</translation>
    </message>
    <message>
        <source>IAND order</source>
        <translation>IAND 顺序</translation>
    </message>
    <message>
        <source>SpikingJelly's bottlenecks exchange branch and short cut; weights trained there need its order.</source>
        <translation>SpikingJelly 的瓶颈块交换了分支与捷径；在那里训练的权重需要它的顺序。</translation>
    </message>
    <message>
        <source>(1 - branch) short cut</source>
        <translation>(1 - 分支) 捷径</translation>
    </message>
    <message>
        <source>branch (1 - short cut)</source>
        <translation>分支 (1 - 捷径)</translation>
    </message>
    <message>
        <source>Maps of the first convolutions; later ones have up to 8 times as many.</source>
        <translation>最初卷积的特征图数；后面的最多为其 8 倍。</translation>
    </message>
    <message>
        <source>Dense neurons</source>
        <translation>全连接神经元</translation>
    </message>
    <message>
        <source>Neurons of the two dense layers.</source>
        <translation>两个全连接层的神经元数。</translation>
    </message>
    <message>
        <source>Maps of both convolutions.</source>
        <translation>两个卷积的特征图数。</translation>
    </message>
    <message>
        <source>Hidden neurons</source>
        <translation>隐藏神经元</translation>
    </message>
    <message>
        <source>Neurons between input and answer.</source>
        <translation>输入与答案之间的神经元数。</translation>
    </message>
    <message>
        <source>Languages</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>As many as there are lists of names.</source>
        <translation>与姓名列表的数目相同。</translation>
    </message>
    <message>
        <source>Maps of all convolutions.</source>
        <translation>所有卷积的特征图数。</translation>
    </message>
    <message>
        <source>What the network hears.</source>
        <translation>网络听到的数据。</translation>
    </message>
    <message>
        <source>Words to tell apart.</source>
        <translation>要区分的单词数。</translation>
    </message>
    <message>
        <source>Algorithm</source>
        <translation>算法</translation>
    </message>
    <message>
        <source>Which heads the network has.</source>
        <translation>网络有哪些输出头。</translation>
    </message>
    <message>
        <source>DQN: values of actions</source>
        <translation>DQN：动作的价值</translation>
    </message>
    <message>
        <source>A2C, PPO: actor and critic</source>
        <translation>A2C、PPO：行动者与评论者</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Numbers that the agent sees; CartPole has 4.</source>
        <translation>智能体看到的数值个数；CartPole 有 4 个。</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>动作</translation>
    </message>
    <message>
        <source>What it can do.</source>
        <translation>它能做的事。</translation>
    </message>
    <message>
        <source>Neurons of each hidden layer.</source>
        <translation>每个隐藏层的神经元数。</translation>
    </message>
    <message>
        <source>Learn more than weights</source>
        <translation>不只学习权重</translation>
    </message>
    <message>
        <source>Weight norm, delays, decays and thresholds are learned where the example does; off: weights alone.</source>
        <translation>在示例学习之处也学习权重范数、延迟、衰减和阈值；关闭：只学习权重。</translation>
    </message>
    <message>
        <source>Kinds of objects: 80 of COCO, 11 of BDD100K.</source>
        <translation>物体的种类：COCO 有 80 种，BDD100K 有 11 种。</translation>
    </message>
    <message>
        <source>Height and width of the pictures.</source>
        <translation>图像的高与宽。</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>About how many nodes are drawn.</source>
        <translation>大约画多少个节点。</translation>
    </message>
    <message>
        <source>Neurons a layer</source>
        <translation>每层神经元</translation>
    </message>
    <message>
        <source>Values that every layer passes on.</source>
        <translation>每层传递的数值个数。</translation>
    </message>
    <message>
        <source>Another seed draws another network.</source>
        <translation>另一个种子画出另一个网络。</translation>
    </message>
    <message>
        <source>First weights</source>
        <translation>初始权重</translation>
    </message>
    <message>
        <source>Where learning starts. Uniform: within 1/sqrt(n) for n inputs of one output, biases as well. Kaiming: normal with deviation sqrt(2/m) for m outputs of one input. By inputs: normal with deviation 1/sqrt(n). Normal biases are 0.</source>
        <translation>学习的起点。均匀：一个输出有 n 个输入时在 1/sqrt(n) 之内，偏置亦然。Kaiming：正态，一个输入有 m 个输出时标准差为 sqrt(2/m)。按输入：正态，标准差 1/sqrt(n)。正态时偏置为 0。</translation>
    </message>
    <message>
        <source>Uniform</source>
        <translation>均匀</translation>
    </message>
    <message>
        <source>Normal, by outputs (Kaiming)</source>
        <translation>正态，按输出（Kaiming）</translation>
    </message>
    <message>
        <source>Normal, by inputs</source>
        <translation>正态，按输入</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>正态</translation>
    </message>
    <message>
        <source>Standard deviation of the first weights.</source>
        <translation>初始权重的标准差。</translation>
    </message>
    <message>
        <source>The scale of each channel when learning starts; 0 silences a residual branch at first.</source>
        <translation>学习开始时每个通道的缩放；0 使残差分支起初沉默。</translation>
    </message>
    <message>
        <source>Unflatten</source>
        <translation>还原形状</translation>
    </message>
    <message>
        <source>From list to picture.</source>
        <translation>从列表到图像。</translation>
    </message>
    <message>
        <source>Of one step of one sample: "1x40", "2x34x34"; empty: as it comes.</source>
        <translation>一个样本一步的形状：“1x40”、“2x34x34”；留空：保持原样。</translation>
    </message>
    <message>
        <source>Reading the weights</source>
        <translation>正在读取权重</translation>
    </message>
    <message>
        <source>Measuring activations</source>
        <translation>正在测量激活值</translation>
    </message>
    <message>
        <source>Testing the analog network</source>
        <translation>正在测试模拟网络</translation>
    </message>
    <message>
        <source>Testing the spiking network</source>
        <translation>正在测试脉冲网络</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Use max, a percentile such as 99.9%, or a factor of the largest activation above 0 up to 1.</source>
        <translation>请使用 max、百分位数（如 99.9%），或最大激活值的倍数（大于 0，不超过 1）。</translation>
    </message>
    <message>
        <source>How gradients come about. Through time: from the last step back to the first. Online: each step by itself, with memory that does not grow with the steps (SLTT; with OTTT neurons the layers behind them learn from traces). FPTT: online, held near a running mean of the weights. Bootstrapped: mostly as an analog network whose activations are sampled from the spiking one.</source>
        <translation>梯度如何得出。沿时间：从最后一步回到第一步。在线：每一步单独计算，内存不随步数增长（SLTT；若使用 OTTT 神经元，其后的层从迹中学习）。FPTT：在线，并保持在权重的滑动平均附近。自举：大多数时候作为模拟网络训练，其激活函数从脉冲网络采样得到。</translation>
    </message>
    <message>
        <source>Through time</source>
        <translation>沿时间</translation>
    </message>
    <message>
        <source>Online (OTTT, SLTT)</source>
        <translation>在线（OTTT、SLTT）</translation>
    </message>
    <message>
        <source>Online, near the mean (FPTT)</source>
        <translation>在线，靠近平均值（FPTT）</translation>
    </message>
    <message>
        <source>Bootstrapped (lava)</source>
        <translation>自举（lava）</translation>
    </message>
    <message>
        <source>Update at every step</source>
        <translation>每一步都更新</translation>
    </message>
    <message>
        <source>Change the weights after every step; otherwise once per batch, by the mean over the steps.</source>
        <translation>每一步之后都改变权重；否则每批一次，按各步的平均值。</translation>
    </message>
    <message>
        <source>Pull towards the mean</source>
        <translation>向平均值的拉力</translation>
    </message>
    <message>
        <source>alpha of FPTT: how strongly weights are held near their running mean.</source>
        <translation>FPTT 的 alpha：权重被保持在其滑动平均附近的强度。</translation>
    </message>
    <message>
        <source>Sampled batches</source>
        <translation>采样的批次</translation>
    </message>
    <message>
        <source>Batches in which the rates of the spiking neurons are sampled.</source>
        <translation>在这些批次中采样脉冲神经元的发放率。</translation>
    </message>
    <message>
        <source>Epochs between samplings</source>
        <translation>两次采样之间的轮数</translation>
    </message>
    <message>
        <source>How often the curves are measured anew.</source>
        <translation>多久重新测量一次曲线。</translation>
    </message>
    <message>
        <source>Crossover epochs</source>
        <translation>切换轮次</translation>
    </message>
    <message>
        <source>From each of these epochs on (counted from 0) one more layer, from the input, stays spiking: 10, 20.</source>
        <translation>从这些轮次中的每一个起（从 0 计数），自输入端起再多一层保持为脉冲：10, 20。</translation>
    </message>
    <message>
        <source>Rounded to</source>
        <translation>舍入到</translation>
    </message>
    <message>
        <source>By the largest weight</source>
        <translation>按最大权重</translation>
    </message>
    <message>
        <source>Lava, Loihi (8 bits)</source>
        <translation>Lava、Loihi（8 位）</translation>
    </message>
    <message>
        <source>By the largest weight: as 'Weight bits' says. Lava: multiples of 1/32 from -4 to 3.96875, the 8 bits of Loihi, with or without 'Weight bits'; the trained weights leave for Lava as they are.</source>
        <translation>按最大权重：由“权重位数”决定。Lava：从 -4 到 3.96875 的 1/32 的倍数，即 Loihi 的 8 位，与“权重位数”无关；训练后的权重原样导出到 Lava。</translation>
    </message>
    <message>
        <source>Clouds of points</source>
        <translation>点云</translation>
    </message>
    <message>
        <source>A few numbers for each sample: enough to see how a rule learns.</source>
        <translation>每个样本只有几个数：足以看清一条规则如何学习。</translation>
    </message>
    <message>
        <source>How many clouds there are.</source>
        <translation>有多少个点云。</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>特征</translation>
    </message>
    <message>
        <source>Numbers of one sample.</source>
        <translation>一个样本的数值个数。</translation>
    </message>
    <message>
        <source>Points to learn from, spread evenly over the classes.</source>
        <translation>用于学习的点，在各类之间均匀分布。</translation>
    </message>
    <message>
        <source>Points to test with; none of them is trained on.</source>
        <translation>用于测试的点，均不参与训练。</translation>
    </message>
    <message>
        <source>Spread</source>
        <translation>散布</translation>
    </message>
    <message>
        <source>Standard deviation of a cloud along each feature.</source>
        <translation>点云沿每个特征的标准差。</translation>
    </message>
    <message>
        <source>Another seed gives other points of the same clouds.</source>
        <translation>换一个种子得到相同点云中的其他点。</translation>
    </message>
    <message>
        <source>Cells a value</source>
        <translation>每个数值的细胞</translation>
    </message>
    <message>
        <source>Neurons with bell curves that look at each value.</source>
        <translation>以钟形曲线观察每个数值的神经元数。</translation>
    </message>
    <message>
        <source>Glyphs</source>
        <translation>字形</translation>
    </message>
    <message>
        <source>Ten glyphs, each time a little elsewhere, turned and speckled: digits for those who have none at hand.</source>
        <translation>十个字形，每次位置略有不同，带旋转和噪点：供手头没有数字数据集的人使用。</translation>
    </message>
    <message>
        <source>Columns.</source>
        <translation>列数。</translation>
    </message>
    <message>
        <source>Rows.</source>
        <translation>行数。</translation>
    </message>
    <message>
        <source>Pictures to learn from, spread evenly over the classes.</source>
        <translation>用于学习的图片，均匀分布在各类别中。</translation>
    </message>
    <message>
        <source>Pictures to test with; none of them is trained on.</source>
        <translation>用于测试的图片，均不参与训练。</translation>
    </message>
    <message>
        <source>So many of the ten glyphs, from the first.</source>
        <translation>从第一个起取这么多个字形。</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>亮度</translation>
    </message>
    <message>
        <source>Of the inside; before a Poisson encoder the probability of a spike per step.</source>
        <translation>字形内部的亮度；在泊松编码器之前即每步发放脉冲的概率。</translation>
    </message>
    <message>
        <source>On and off</source>
        <translation>开与关</translation>
    </message>
    <message>
        <source>A second channel that is bright where the first is dark, as behind a retina: all pictures are equally bright then.</source>
        <translation>第二个通道在第一个暗处为亮，如同视网膜之后：这样所有图片的亮度相同。</translation>
    </message>
    <message>
        <source>Furthest from the middle, in both directions.</source>
        <translation>两个方向上离中心的最大距离。</translation>
    </message>
    <message>
        <source>Turn</source>
        <translation>旋转</translation>
    </message>
    <message>
        <source>Largest angle to either side, in radians.</source>
        <translation>向任一侧的最大角度，单位为弧度。</translation>
    </message>
    <message>
        <source>Largest share by which a glyph is larger or smaller.</source>
        <translation>字形放大或缩小的最大比例。</translation>
    </message>
    <message>
        <source>Standard deviation of what is added to each pixel.</source>
        <translation>加到每个像素上的噪声的标准差。</translation>
    </message>
    <message>
        <source>Another seed gives other pictures of the same kind.</source>
        <translation>换一个种子得到同类的其他图片。</translation>
    </message>
    <message>
        <source>Learner: by the STDP node that is tied to this one, and by no gradient. Frozen weights stay as they are.</source>
        <translation>学习器：由连到此节点的 STDP 节点训练，不使用梯度。冻结的权重保持不变。</translation>
    </message>
    <message>
        <source>Learner</source>
        <translation>学习器</translation>
    </message>
    <message>
        <source>Competing LIF</source>
        <translation>竞争 LIF</translation>
    </message>
    <message>
        <source>Who fires first silences the others, and grows harder to excite.</source>
        <translation>先发放者使其他神经元沉默，而自身变得更难兴奋。</translation>
    </message>
    <message>
        <source>Homeostasis</source>
        <translation>稳态调节</translation>
    </message>
    <message>
        <source>How much a spike raises the neuron's threshold; 0: thresholds stay.</source>
        <translation>一个脉冲使该神经元阈值升高多少；0：阈值不变。</translation>
    </message>
    <message>
        <source>Time constant of thresholds</source>
        <translation>阈值时间常数</translation>
    </message>
    <message>
        <source>How slowly raised thresholds come down again.</source>
        <translation>升高的阈值回落得有多慢。</translation>
    </message>
    <message>
        <source>At most so many neurons of a group fire at one step; 0: as many as want to.</source>
        <translation>每步一组中最多这么多神经元发放；0：不限。</translation>
    </message>
    <message>
        <source>Inhibition</source>
        <translation>抑制</translation>
    </message>
    <message>
        <source>How far a spike lowers the membranes of the others.</source>
        <translation>一个脉冲使其他神经元的膜电位降低多少。</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>组</translation>
    </message>
    <message>
        <source>Who competes with whom.</source>
        <translation>谁与谁竞争。</translation>
    </message>
    <message>
        <source>The whole layer</source>
        <translation>整层</translation>
    </message>
    <message>
        <source>Channels at the same place</source>
        <translation>同一位置的各通道</translation>
    </message>
    <message>
        <source>Refractory steps</source>
        <translation>不应期步数</translation>
    </message>
    <message>
        <source>So many steps after a spike the membrane stays at reset.</source>
        <translation>脉冲之后膜电位在这么多步内保持在复位值。</translation>
    </message>
    <message>
        <source>Neuron labels</source>
        <translation>神经元标签</translation>
    </message>
    <message>
        <source>Ask each neuron afterwards what it has learned to see.</source>
        <translation>事后询问每个神经元学会了看什么。</translation>
    </message>
    <message>
        <source>0: as many as the dataset has.</source>
        <translation>0：与数据集的类别数相同。</translation>
    </message>
    <message>
        <source>About so many of the last samples count.</source>
        <translation>大约计入最近这么多个样本。</translation>
    </message>
    <message>
        <source>Reward</source>
        <translation>奖励</translation>
    </message>
    <message>
        <source>Tell the network whether it did well, not what it should have done.</source>
        <translation>告诉网络做得好不好，而不是该怎么做。</translation>
    </message>
    <message>
        <source>Judge</source>
        <translation>评判对象</translation>
    </message>
    <message>
        <source>What is rewarded.</source>
        <translation>奖励什么。</translation>
    </message>
    <message>
        <source>Each spike</source>
        <translation>每个脉冲</translation>
    </message>
    <message>
        <source>Who leads so far</source>
        <translation>目前领先者</translation>
    </message>
    <message>
        <source>0: as many as the dataset has, or else one for each neuron.</source>
        <translation>0：与数据集的类别数相同，否则每个神经元一类。</translation>
    </message>
    <message>
        <source>For what was right.</source>
        <translation>给予正确的结果。</translation>
    </message>
    <message>
        <source>Punishment</source>
        <translation>惩罚</translation>
    </message>
    <message>
        <source>For what was wrong.</source>
        <translation>给予错误的结果。</translation>
    </message>
    <message>
        <source>STDP</source>
        <translation>STDP</translation>
    </message>
    <message>
        <source>Neurons that fire together, wire together: in the right order.</source>
        <translation>一起发放的神经元连接在一起：但要按正确的先后顺序。</translation>
    </message>
    <message>
        <source>Learns</source>
        <translation>学习</translation>
    </message>
    <message>
        <source>Off: traces go on, weights stay.</source>
        <translation>关闭：迹继续更新，权重不变。</translation>
    </message>
    <message>
        <source>Factor of every change of a weight.</source>
        <translation>每次权重变化的系数。</translation>
    </message>
    <message>
        <source>Trace of inputs</source>
        <translation>输入迹</translation>
    </message>
    <message>
        <source>How long a spike of an input is remembered.</source>
        <translation>输入脉冲被记住多久。</translation>
    </message>
    <message>
        <source>Trace of outputs</source>
        <translation>输出迹</translation>
    </message>
    <message>
        <source>How long a spike of a neuron is remembered.</source>
        <translation>神经元脉冲被记住多久。</translation>
    </message>
    <message>
        <source>What is left of a trace after a step: 1 - 1/tau, or exp(-1/tau).</source>
        <translation>一步之后迹剩余的比例：1 - 1/tau，或 exp(-1/tau)。</translation>
    </message>
    <message>
        <source>1 - 1/tau</source>
        <translation>1 - 1/tau</translation>
    </message>
    <message>
        <source>exp(-1/tau)</source>
        <translation>exp(-1/tau)</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>脉冲对</translation>
    </message>
    <message>
        <source>All: spikes add to the trace. Nearest: only the last spike counts.</source>
        <translation>全部：脉冲累加到迹上。最近：只计最后一个脉冲。</translation>
    </message>
    <message>
        <source>All to all</source>
        <translation>全部配对</translation>
    </message>
    <message>
        <source>Nearest neighbours</source>
        <translation>最近邻</translation>
    </message>
    <message>
        <source>Target of the trace</source>
        <translation>迹的目标值</translation>
    </message>
    <message>
        <source>Taken from the trace of inputs when a neuron fires: inputs that were more silent than this lose weight.</source>
        <translation>神经元发放时从输入迹中减去：比它更安静的输入会失去权重。</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Triplet: strengthening also grows with how much the neuron fired before.</source>
        <translation>三脉冲：增强还随神经元之前的发放量增大。</translation>
    </message>
    <message>
        <source>Pairs of spikes</source>
        <translation>脉冲对</translation>
    </message>
    <message>
        <source>Triplets (Pfister, Gerstner)</source>
        <translation>三脉冲（Pfister、Gerstner）</translation>
    </message>
    <message>
        <source>Slow trace of outputs</source>
        <translation>输出慢迹</translation>
    </message>
    <message>
        <source>How long spikes of a neuron count for triplets.</source>
        <translation>神经元脉冲对三脉冲规则起作用多久。</translation>
    </message>
    <message>
        <source>Strength of triplets</source>
        <translation>三脉冲强度</translation>
    </message>
    <message>
        <source>Factor of the slow trace.</source>
        <translation>慢迹的系数。</translation>
    </message>
    <message>
        <source>Strength of pairs</source>
        <translation>脉冲对强度</translation>
    </message>
    <message>
        <source>What pairs alone bring; 0 in the minimal model of the visual cortex.</source>
        <translation>仅由脉冲对带来的部分；在视皮层的最小模型中为 0。</translation>
    </message>
    <message>
        <source>Strengthening</source>
        <translation>增强</translation>
    </message>
    <message>
        <source>How much a weight grows when the neuron fires after its input, as a function of the weight.</source>
        <translation>神经元在其输入之后发放时权重增加多少，作为权重的函数。</translation>
    </message>
    <message>
        <source>1</source>
        <translation>1</translation>
    </message>
    <message>
        <source>w</source>
        <translation>w</translation>
    </message>
    <message>
        <source>w, cut at two limits</source>
        <translation>w，限制在两个界限之间</translation>
    </message>
    <message>
        <source>Distance to the bound</source>
        <translation>到界限的距离</translation>
    </message>
    <message>
        <source>That distance to a power</source>
        <translation>该距离的幂</translation>
    </message>
    <message>
        <source>A formula</source>
        <translation>公式</translation>
    </message>
    <message>
        <source>Strength of strengthening</source>
        <translation>增强强度</translation>
    </message>
    <message>
        <source>Factor of this half of the rule. Soft bound and power: of w_max - w.</source>
        <translation>规则这一半的系数。软界限与幂：作用于 w_max - w。</translation>
    </message>
    <message>
        <source>Where w is cut from below.</source>
        <translation>w 的下限截断处。</translation>
    </message>
    <message>
        <source>Where w is cut from above.</source>
        <translation>w 的上限截断处。</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>幂</translation>
    </message>
    <message>
        <source>0: no influence of the weight, 1: soft bound.</source>
        <translation>0：不受权重影响，1：软界限。</translation>
    </message>
    <message>
        <source>A function of w, w_min and w_max: (w_max - w) ^ 0.5.</source>
        <translation>w、w_min 和 w_max 的函数：(w_max - w) ^ 0.5。</translation>
    </message>
    <message>
        <source>Weakening</source>
        <translation>减弱</translation>
    </message>
    <message>
        <source>How much a weight falls when the input fires after the neuron, as a function of the weight.</source>
        <translation>输入在神经元之后发放时权重下降多少，作为权重的函数。</translation>
    </message>
    <message>
        <source>Strength of weakening</source>
        <translation>减弱强度</translation>
    </message>
    <message>
        <source>Factor of this half of the rule. Soft bound and power: of w - w_min.</source>
        <translation>规则这一半的系数。软界限与幂：作用于 w - w_min。</translation>
    </message>
    <message>
        <source>Smallest weight</source>
        <translation>最小权重</translation>
    </message>
    <message>
        <source>Weights are held above this; none: no bound.</source>
        <translation>权重保持在此值之上；无：不设界限。</translation>
    </message>
    <message>
        <source>Largest weight</source>
        <translation>最大权重</translation>
    </message>
    <message>
        <source>Weights are held below this; none: no bound.</source>
        <translation>权重保持在此值之下；无：不设界限。</translation>
    </message>
    <message>
        <source>Where learning begins. Rules that only compare need weights that are all positive.</source>
        <translation>学习的起点。只做比较的规则需要权重全为正。</translation>
    </message>
    <message>
        <source>As the layer draws them</source>
        <translation>由该层自行抽取</translation>
    </message>
    <message>
        <source>Drawn between two limits</source>
        <translation>在两个界限之间抽取</translation>
    </message>
    <message>
        <source>First weights from</source>
        <translation>初始权重下限</translation>
    </message>
    <message>
        <source>Lower limit.</source>
        <translation>下限。</translation>
    </message>
    <message>
        <source>First weights to</source>
        <translation>初始权重上限</translation>
    </message>
    <message>
        <source>Upper limit.</source>
        <translation>上限。</translation>
    </message>
    <message>
        <source>Sum of weights</source>
        <translation>权重之和</translation>
    </message>
    <message>
        <source>After each update the weights of each neuron are scaled so that their sizes add up to this; none: never.</source>
        <translation>每次更新后缩放每个神经元的权重，使其绝对值之和等于此值；无：从不。</translation>
    </message>
    <message>
        <source>Weights change</source>
        <translation>权重变化时机</translation>
    </message>
    <message>
        <source>By an optimizer the change is handed on as if it were a gradient: with plain SGD the result is that of a change after each batch.</source>
        <translation>通过优化器时，变化量作为梯度传递：使用普通 SGD 时，结果与每批之后更新相同。</translation>
    </message>
    <message>
        <source>At every step</source>
        <translation>每一步</translation>
    </message>
    <message>
        <source>After each batch</source>
        <translation>每批之后</translation>
    </message>
    <message>
        <source>By an optimizer of their own</source>
        <translation>通过自己的优化器</translation>
    </message>
    <message>
        <source>By the optimizer of BPTT</source>
        <translation>通过 BPTT 的优化器</translation>
    </message>
    <message>
        <source>Mean over the batch</source>
        <translation>按批取平均</translation>
    </message>
    <message>
        <source>Divide the change by the number of samples; off: changes of all samples add up.</source>
        <translation>将变化量除以样本数；关闭：所有样本的变化量相加。</translation>
    </message>
    <message>
        <source>Factor of the change before any optimizer.</source>
        <translation>进入优化器之前变化量的系数。</translation>
    </message>
    <message>
        <source>Only plain SGD leaves the rule as it is.</source>
        <translation>只有普通 SGD 保持规则原样。</translation>
    </message>
    <message>
        <source>Reward-modulated STDP</source>
        <translation>奖励调制 STDP</translation>
    </message>
    <message>
        <source>Remember what you did until the reward arrives.</source>
        <translation>记住做过什么，直到奖励到来。</translation>
    </message>
    <message>
        <source>Reward-modulated STDP with trace</source>
        <translation>带迹的奖励调制 STDP</translation>
    </message>
    <message>
        <source>A reward that comes late still finds who earned it.</source>
        <translation>迟来的奖励仍能找到应得者。</translation>
    </message>
    <message>
        <source>Trace of eligibility</source>
        <translation>资格迹</translation>
    </message>
    <message>
        <source>How long what was done can still be rewarded.</source>
        <translation>做过的事在多长时间内仍可得到奖励。</translation>
    </message>
    <message>
        <source>Local training</source>
        <translation>局部训练</translation>
    </message>
    <message>
        <source>How often and in what portions the samples are shown to learners such as STDP.</source>
        <translation>样本以多少次、每次多少个展示给 STDP 之类的学习器。</translation>
    </message>
    <message>
        <source>Samples that are shown at once.</source>
        <translation>一次展示的样本数。</translation>
    </message>
    <message>
        <source>Show the samples in another order in each epoch.</source>
        <translation>每个周期以不同顺序展示样本。</translation>
    </message>
    <message>
        <source>Test after each epoch</source>
        <translation>每个周期后测试</translation>
    </message>
    <message>
        <source>Run the test set after each epoch, not only after the last.</source>
        <translation>每个周期之后都运行测试集，而不只是最后一个周期之后。</translation>
    </message>
    <message>
        <source>Label before a test</source>
        <translation>测试前标注</translation>
    </message>
    <message>
        <source>Before a test the training samples are shown once more without learning, so that neurons are labelled for the weights as they are.</source>
        <translation>测试之前不学习地再展示一遍训练样本，使神经元按当前权重标注。</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>保持</translation>
    </message>
    <message>
        <source>Show each frame for a while: neurons need time to find their rate.</source>
        <translation>每一帧显示一段时间：神经元需要时间才能达到自己的发放率。</translation>
    </message>
    <message>
        <source>Steps each</source>
        <translation>每帧步数</translation>
    </message>
    <message>
        <source>How many steps each frame is shown.</source>
        <translation>每一帧显示多少个时间步。</translation>
    </message>
    <message>
        <source>Other words</source>
        <translation>其他单词</translation>
    </message>
    <message>
        <source>What becomes of words that 'Words' does not name.</source>
        <translation>“单词”中未列出的单词如何处理。</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>One class 'unknown'</source>
        <translation>合为一类“unknown”</translation>
    </message>
    <message>
        <source>Silence to learn</source>
        <translation>训练用静音</translation>
    </message>
    <message>
        <source>So many pieces of background noise are learned from as a class 'silence' (SpikingJelly's example: 2300).</source>
        <translation>取这么多段背景噪声作为“silence”类参加训练（SpikingJelly 示例为 2300）。</translation>
    </message>
    <message>
        <source>Silence to test</source>
        <translation>测试用静音</translation>
    </message>
    <message>
        <source>So many pieces test the network (SpikingJelly's example: 260).</source>
        <translation>取这么多段用于测试（SpikingJelly 示例为 260）。</translation>
    </message>
    <message>
        <source>Equally loud</source>
        <translation>统一响度</translation>
    </message>
    <message>
        <source>Each sound is divided by its largest value, as SpikingJelly does.</source>
        <translation>每段声音除以自身的最大值，与 SpikingJelly 相同。</translation>
    </message>
    <message>
        <source>Augment pictures</source>
        <translation>图像增强</translation>
    </message>
    <message>
        <source>Never the same picture twice: shifted, mirrored, turned, recoloured.</source>
        <translation>同一张图像不会出现两次：平移、镜像、旋转、变色。</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>At most so many pixels; zeros come in. The usual crop of CIFAR-10 with padding is 4.</source>
        <translation>最多这么多像素，空出处补零。CIFAR-10 常用的填充裁剪为 4。</translation>
    </message>
    <message>
        <source>Smallest part</source>
        <translation>最小部分</translation>
    </message>
    <message>
        <source>1: always the whole. The usual crop of ImageNet is 0.08.</source>
        <translation>1：始终取整幅。ImageNet 常用的裁剪为 0.08。</translation>
    </message>
    <message>
        <source>Degrees to either side at most.</source>
        <translation>向任一侧最多旋转的度数。</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>擦除</translation>
    </message>
    <message>
        <source>Chance of random erasing.</source>
        <translation>随机擦除的概率。</translation>
    </message>
    <message>
        <source>Between pixels</source>
        <translation>像素之间</translation>
    </message>
    <message>
        <source>What a place between pixels shows.</source>
        <translation>像素之间的位置取什么值。</translation>
    </message>
    <message>
        <source>Bilinear</source>
        <translation>双线性</translation>
    </message>
    <message>
        <source>The nearest pixel</source>
        <translation>最近的像素</translation>
    </message>
    <message>
        <source>Policy</source>
        <translation>策略</translation>
    </message>
    <message>
        <source>A ready-made mixture of changes, after those above.</source>
        <translation>现成的一组变化，在上面的变化之后进行。</translation>
    </message>
    <message>
        <source>TrivialAugmentWide</source>
        <translation>TrivialAugmentWide</translation>
    </message>
    <message>
        <source>Augment frames</source>
        <translation>帧增强</translation>
    </message>
    <message>
        <source>Never the same film twice: all its frames shifted, mirrored and turned alike.</source>
        <translation>同一段影像不会出现两次：所有帧一同平移、镜像和旋转。</translation>
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
    <message>
        <source>ANN to SNN: from an analog network to spikes</source>
        <translation>ANN 转 SNN：从模拟网络到脉冲</translation>
    </message>
    <message>
        <source>An ordinary convolutional network with ReLU learns ten shapes from still pictures, each shown for one step. Train it, then choose File &gt; Convert to SNN (or 'spikewright-cli convert'): each ReLU becomes integrate-and-fire neurons whose firing rate stands for the activation, and the accuracy rises with the number of steps until it meets that of the analog network.</source>
        <translation>一个带 ReLU 的普通卷积网络从静止图片学习十种形状，每张图片显示一步。先训练它，再选择 文件 &gt; 转换为 SNN（或使用 spikewright-cli convert）：每个 ReLU 变成积分发放神经元，其发放率代表激活值；准确率随步数上升，直到与模拟网络相当。</translation>
    </message>
    <message>
        <source>Tempotron: neurons that learn when, not how often</source>
        <translation>Tempotron：学习何时发放而非发放多少的神经元</translation>
    </message>
    <message>
        <source>Each of four numbers is seen by eight cells with a favourite value; the better the value fits, the earlier the cell fires, once. Three tempotrons, one for each cloud of points, learn to cross their threshold for the spike times of their own cloud alone. Simulate a sample to see the membranes rise; the Gaussian tuning node shows the code.</source>
        <translation>四个数中的每一个都由八个各有偏好值的细胞观察；值越接近偏好，细胞就越早发放一次。三个 Tempotron 各对应一个点云，学会只在自己点云的脉冲时刻越过阈值。仿真一个样本可看到膜电位上升；Gaussian tuning 节点显示编码。</translation>
    </message>
    <message>
        <source>Reward: learn a choice from success alone</source>
        <translation>奖励：仅凭成功学会选择</translation>
    </message>
    <message>
        <source>Two neurons choose between two glyphs. Nobody shows them the answer: a reward comes while the right one leads and a punishment while the other does, and reward-modulated STDP finds which of the last spikes earned it.</source>
        <translation>两个神经元在两个字形之间选择。没有人给出答案：正确的一方领先时得到奖励，另一方领先时受到惩罚，奖励调制 STDP 找出是最近的哪些脉冲赢得了它。</translation>
    </message>
    <message>
        <source>STDP and gradients: features without a teacher, a readout with one</source>
        <translation>STDP 与梯度：无监督的特征，有监督的读出</translation>
    </message>
    <message>
        <source>The convolution learns by STDP which little pieces of a digit come again and again; the last layer learns by gradient what they mean. Unpack NMNISTsmall.zip beside this project so that there is a folder NMNISTsmall, or give its place in the Folder field of the N-MNIST node.</source>
        <translation>卷积层通过 STDP 学会数字中反复出现的小片段；最后一层通过梯度学会它们的含义。请将 NMNISTsmall.zip 解压到本项目旁，使其旁边有 NMNISTsmall 文件夹，或在 N-MNIST 节点的“文件夹”栏中给出其位置。</translation>
    </message>
    <message>
        <source>STDP: digits without a teacher</source>
        <translation>STDP：没有教师的数字学习</translation>
    </message>
    <message>
        <source>A hundred neurons compete for ten glyphs and learn them from spike times alone (Diehl and Cook 2015). Press Run or Live and watch the receptive fields of 'Synapse' become glyphs; the labels are used only afterwards, to ask each neuron what it has learned. About a minute on two cores.</source>
        <translation>一百个神经元竞争十个字形，仅凭脉冲时间学会它们（Diehl 和 Cook 2015）。按“运行”或“实时”，观看 'Synapse' 的感受野变成字形；标签只在事后用于询问每个神经元学会了什么。双核上约一分钟。</translation>
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
    <message>
        <source>Group</source>
        <translation>编组</translation>
    </message>
    <message>
        <source>Ungroup</source>
        <translation>取消编组</translation>
    </message>
    <message>
        <source>Rename group</source>
        <translation>重命名编组</translation>
    </message>
    <message>
        <source>Repeat group</source>
        <translation>重复编组</translation>
    </message>
    <message>
        <source>Group name</source>
        <translation>编组名称</translation>
    </message>
    <message>
        <source>How often the group is repeated</source>
        <translation>编组的重复次数</translation>
    </message>
    <message>
        <source>1 to %1 copies, one after the other, each with weights of its own</source>
        <translation>1 至 %1 个副本，首尾相接，每个副本有自己的权重</translation>
    </message>
    <message>
        <source>A group is repeated 1 to %1 times. '%2' is not such a number; it stays x%3.</source>
        <translation>编组可重复 1 至 %1 次。“%2”不是这样的数字；仍为 x%3。</translation>
    </message>
    <message>
        <source>Select the nodes that shall become a group.</source>
        <translation>请选择要编组的节点。</translation>
    </message>
    <message>
        <source>These nodes are a group already.</source>
        <translation>这些节点已经是一个编组。</translation>
    </message>
    <message>
        <source>No selected node is in a group.</source>
        <translation>所选节点都不在编组中。</translation>
    </message>
    <message>
        <source>The group and its nodes are deleted. To take only its frame away: undo, then Ungroup (Ctrl+Shift+G).</source>
        <translation>编组及其节点已删除。若只想去掉框：请撤销，然后取消编组 (Ctrl+Shift+G)。</translation>
    </message>
    <message>
        <source>Drag moves all of it. Double-click the title to rename, x%1 to change how often it is repeated.</source>
        <translation>拖动可整体移动。双击标题可重命名，双击 x%1 可更改重复次数。</translation>
    </message>
    <message>
        <source>copy %1: %2 % firing</source>
        <translation>副本 %1：发放率 %2 %</translation>
    </message>
    <message numerus="yes">
        <source>%n nodes</source>
        <translation>
            <numerusform>%n 个节点</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n nodes left their group. To dissolve a group, select it by its title first.</source>
        <translation>
            <numerusform>%n 个节点已移出编组。若要解散编组，请先点击其标题选中它。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Repeated: %n copies, one after the other, each with weights of its own.</source>
        <translation>
            <numerusform>重复：%n 个副本首尾相接，每个副本有自己的权重。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>stands for %n copies, each with weights of its own</source>
        <translation>
            <numerusform>代表 %n 个副本，每个副本有自己的权重</numerusform>
        </translation>
    </message>
    <message>
        <source>Train with %1</source>
        <translation>用 %1 训练</translation>
    </message>
    <message>
        <source>Freeze or learn</source>
        <translation>冻结或学习</translation>
    </message>
    <message>
        <source>None of the selected nodes learns.</source>
        <translation>所选节点都不学习。</translation>
    </message>
    <message>
        <source>&lt;b&gt;Stuck:&lt;/b&gt; %1 % of the weights are at a bound and cannot move further. Lower the learning rate, widen the bounds, or balance what strengthens against what weakens.</source>
        <translation>&lt;b&gt;停滞：&lt;/b&gt;%1 % 的权重处于边界，无法继续变化。请降低学习率、放宽边界，或平衡增强与减弱。</translation>
    </message>
    <message>
        <source>weights are trained by gradient</source>
        <translation>权重由梯度训练</translation>
    </message>
    <message>
        <source>weights are trained by %1</source>
        <translation>权重由 %1 训练</translation>
    </message>
    <message>
        <source>weights wait for a learner</source>
        <translation>权重等待学习器</translation>
    </message>
    <message>
        <source>weights are frozen</source>
        <translation>权重已冻结</translation>
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
    <message>
        <source>%1: %2 %3, %4 %5</source>
        <translation>%1：%2 %3，%4 %5</translation>
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
        <source>Heatmap: %1 of %2, all neurons (%3)</source>
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
    <message>
        <source>Group name</source>
        <translation>编组名称</translation>
    </message>
    <message>
        <source>Rename group</source>
        <translation>重命名编组</translation>
    </message>
    <message>
        <source>Repeat group</source>
        <translation>重复编组</translation>
    </message>
    <message>
        <source>Repeat</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>How many copies run one after the other; each has weights of its own and reads what the copy before it gives</source>
        <translation>有多少个副本首尾相接地运行；每个副本有自己的权重，并读取前一个副本的输出</translation>
    </message>
    <message>
        <source>Only a group with one way in and one way out can be repeated.</source>
        <translation>只有恰好一个入口和一个出口的编组才能重复。</translation>
    </message>
    <message>
        <source>Runs once. Repeated, further copies follow it: each has weights of its own and reads what the copy before it gives.</source>
        <translation>只运行一次。重复时后面接上更多副本：每个副本有自己的权重，并读取前一个副本的输出。</translation>
    </message>
    <message numerus="yes">
        <source>%n nodes: %1</source>
        <translation>
            <numerusform>%n 个节点：%1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n copies, one after the other, each with weights of its own. What each of them gives:</source>
        <translation>
            <numerusform>%n 个副本首尾相接，每个副本有自己的权重。各副本的输出：</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>stands for %n copies, each with weights of its own</source>
        <translation>
            <numerusform>代表 %n 个副本，每个副本有自己的权重</numerusform>
        </translation>
    </message>
    <message>
        <source>Look into the Data...</source>
        <translation>查看数据...</translation>
    </message>
    <message>
        <source>Use the downloaded files</source>
        <translation>使用下载的文件</translation>
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
    <message>
        <source>No selected node is in a group.</source>
        <translation>所选节点都不在编组中。</translation>
    </message>
    <message>
        <source>The selected nodes are not of one group.</source>
        <translation>所选节点不属于同一个编组。</translation>
    </message>
    <message>
        <source>Export Limits</source>
        <translation>导出限制</translation>
    </message>
    <message>
        <source>The engine is not ready yet.</source>
        <translation>引擎尚未就绪。</translation>
    </message>
    <message>
        <source>Import Model</source>
        <translation>导入模型</translation>
    </message>
    <message>
        <source>Networks (%1);;All files (*)</source>
        <translation>网络 (%1);;所有文件 (*)</translation>
    </message>
    <message>
        <source>No exporter could be loaded. The console says why.</source>
        <translation>无法加载任何导出器。控制台说明原因。</translation>
    </message>
    <message>
        <source>Exported to %1</source>
        <translation>已导出到 %1</translation>
    </message>
    <message>
        <source>No target</source>
        <translation>无目标</translation>
    </message>
    <message>
        <source>The plugin %1 is not used: %2</source>
        <translation>未使用插件 %1：%2</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>None of the selected nodes learns.</source>
        <translation>所选节点都不学习。</translation>
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
        <source>Raster: %1, neurons: %2; density, zoom in below %3 spikes for exact marks</source>
        <translation>栅格图：%1，%2 个神经元；密度图，放大到少于 %3 个脉冲可见精确标记</translation>
    </message>
    <message>
        <source>Raster: %1, neurons: %2; spikes in view: %3, each one drawn</source>
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
    <message>
        <source>No spikes of this node are recorded.</source>
        <translation>没有记录这个节点的脉冲。</translation>
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
    <message>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>Train: learn from all samples. Evaluate: measure the last trained weights on the test samples. Simulate: run one test sample through the network. Live: run step by step over the training samples and watch the learners at work.</source>
        <translation>训练：从所有样本学习。评估：在测试样本上测量最后训练的权重。仿真：让一个测试样本通过网络。实时：逐步运行训练样本，观察学习器的工作。</translation>
    </message>
    <message>
        <source>speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Speed of the run</source>
        <translation>运行速度</translation>
    </message>
    <message>
        <source>Steps a second, from 1 to 10,000; at the right end as fast as possible</source>
        <translation>每秒步数，从 1 到 10,000；最右端为尽可能快</translation>
    </message>
    <message>
        <source>Steps a second</source>
        <translation>每秒步数</translation>
    </message>
    <message>
        <source>Steps a second: a number, or max for as fast as possible</source>
        <translation>每秒步数：输入数字，或输入“最快”表示尽可能快</translation>
    </message>
    <message>
        <source>max</source>
        <translation>最快</translation>
    </message>
    <message>
        <source>Nothing is recorded yet.</source>
        <translation>尚未记录任何内容。</translation>
    </message>
    <message>
        <source>Only runs that learn have checkpoints.</source>
        <translation>只有会学习的运行才有检查点。</translation>
    </message>
    <message>
        <source>epoch %1</source>
        <translation>第 %1 轮</translation>
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
    <message>
        <source>No learner is tied to a synapse, so a live run changes nothing. Drop STDP onto a synapse, or choose the mode Train.</source>
        <translation>没有学习器连接到突触，因此实时运行不会改变任何东西。把 STDP 拖到一个突触上，或选择“训练”模式。</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 以及另外 %2 个</translation>
    </message>
    <message>
        <source>Learns by gradients and stands still in a live run: %1. The mode Train trains all of it.</source>
        <translation>以下部分靠梯度学习，在实时运行中保持不变：%1。“训练”模式会训练全部。</translation>
    </message>
    <message>
        <source>A checkpoint is written after this step.</source>
        <translation>这一步之后会写入检查点。</translation>
    </message>
    <message>
        <source>Live run stopped. Its weights are kept; Resume from Checkpoint goes on with them. %1</source>
        <translation>实时运行已停止。权重已保存；“从检查点继续”会用它们接着运行。%1</translation>
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
    <message>
        <source>Quantity</source>
        <translation>量</translation>
    </message>
    <message>
        <source>What heatmap and trace show of this layer</source>
        <translation>热图和轨迹显示该层的哪个量</translation>
    </message>
    <message>
        <source>Recording %1</source>
        <translation>录制 %1</translation>
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
    <message>
        <source>New from a template...</source>
        <translation>从模板新建...</translation>
    </message>
    <message>
        <source>Known networks: residual, VGG, recurrent, those of the tutorials</source>
        <translation>已知网络：残差、VGG、循环以及教程中的网络</translation>
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
<context>
    <name>spw::ui::ReportView</name>
    <message>
        <source>mapped</source>
        <translation>已对应</translation>
    </message>
    <message>
        <source>quantised</source>
        <translation>已量化</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>已改变</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>已略去</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
</context>
<context>
    <name>spw::ui::ExportWindow</name>
    <message>
        <source>Export Model</source>
        <translation>导出模型</translation>
    </message>
    <message>
        <source>%1, written %2</source>
        <translation>%1，写于 %2</translation>
    </message>
    <message>
        <source>Weights of the project (%1)</source>
        <translation>项目自带的权重（%1）</translation>
    </message>
    <message>
        <source>Initial weights, not trained</source>
        <translation>初始权重，未经训练</translation>
    </message>
    <message>
        <source>Preview Report</source>
        <translation>预览报告</translation>
    </message>
    <message>
        <source>Do everything but write: shows what would become of each node, and what is measured</source>
        <translation>除写出外全部执行：显示每个节点的结果和测得的数值</translation>
    </message>
    <message>
        <source>Export...</source>
        <translation>导出...</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>The graph has errors. The Problems list names them (F4).</source>
        <translation>图中有错误。问题列表列出了它们（F4）。</translation>
    </message>
    <message>
        <source>Everything can be expressed there.</source>
        <translation>全部都能在那里表达。</translation>
    </message>
    <message>
        <source>Pre-flight: nothing stands in the way.</source>
        <translation>预检：没有障碍。</translation>
    </message>
    <message>
        <source>Pre-flight: %1 refused, %2 changed.</source>
        <translation>预检：%1 项拒绝，%2 项改变。</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>导出到</translation>
    </message>
    <message>
        <source>Folder (*)</source>
        <translation>文件夹 (*)</translation>
    </message>
    <message>
        <source>File (*%1)</source>
        <translation>文件 (*%1)</translation>
    </message>
    <message>
        <source>Stopped; nothing was written.</source>
        <translation>已停止；没有写出任何内容。</translation>
    </message>
    <message>
        <source>Nothing was written: see the lines marked ×.</source>
        <translation>没有写出任何内容：见标有 × 的行。</translation>
    </message>
    <message>
        <source>Wrote %1</source>
        <translation>已写出 %1</translation>
    </message>
    <message>
        <source>Preview: nothing was written.</source>
        <translation>预览：没有写出任何内容。</translation>
    </message>
</context>
<context>
    <name>spw::ui::ImportWindow</name>
    <message>
        <source>Import Model</source>
        <translation>导入模型</translation>
    </message>
    <message>
        <source>Browse...</source>
        <translation>浏览...</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Open Project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>This file holds weights alone. They are put into a copy of the open project, by name and shape.</source>
        <translation>此文件只含权重。它们将按名称和形状放入当前项目的副本。</translation>
    </message>
    <message>
        <source>Save project</source>
        <translation>保存项目</translation>
    </message>
    <message>
        <source>Spikewright projects (*.spw)</source>
        <translation>Spikewright 项目 (*.spw)</translation>
    </message>
    <message>
        <source>Stopped; nothing was written.</source>
        <translation>已停止；没有写出任何内容。</translation>
    </message>
    <message>
        <source>Wrote %1 and its weights.</source>
        <translation>已写出 %1 及其权重。</translation>
    </message>
    <message>
        <source>Nothing was written: see the lines marked ×.</source>
        <translation>没有写出任何内容：见标有 × 的行。</translation>
    </message>
</context>
<context>
    <name>spw::ui::DataWindow</name>
    <message>
        <source>Or: spikewright-cli data get %1 --to FOLDER</source>
        <translation>或：spikewright-cli data get %1 --to FOLDER</translation>
    </message>
    <message>
        <source>Data of %1</source>
        <translation>%1 的数据</translation>
    </message>
    <message>
        <source>Reading %1</source>
        <translation>正在读取 %1</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>to learn</source>
        <translation>学习</translation>
    </message>
    <message>
        <source>to test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Samples to learn from</source>
        <translation>用于学习的样本</translation>
    </message>
    <message>
        <source>Samples to test with</source>
        <translation>用于测试的样本</translation>
    </message>
    <message>
        <source>%1 samples to learn from, %2 to test with, %3 classes</source>
        <translation>%1 个学习样本，%2 个测试样本，%3 个类别</translation>
    </message>
    <message>
        <source>There are no samples here.</source>
        <translation>这里没有样本。</translation>
    </message>
    <message>
        <source>%1: class %2</source>
        <translation>%1：类别 %2</translation>
    </message>
    <message>
        <source>This sample is too large for a picture.</source>
        <translation>此样本太大，无法成图。</translation>
    </message>
    <message>
        <source>Download...</source>
        <translation>下载...</translation>
    </message>
    <message>
        <source>Fetch the files from their publisher into a folder, check and unpack them</source>
        <translation>从发布者处获取文件到一个文件夹，校验并解压</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Progress of the download</source>
        <translation>下载进度</translation>
    </message>
    <message>
        <source>The download was stopped. Started again into the same folder, it goes on where it was.</source>
        <translation>下载已停止。再次下载到同一文件夹时将从中断处继续。</translation>
    </message>
    <message>
        <source>Folder for the files</source>
        <translation>存放文件的文件夹</translation>
    </message>
    <message>
        <source>Fetching %1 into %2</source>
        <translation>正在将 %1 下载到 %2</translation>
    </message>
</context>
<context>
    <name>templates</name>
    <message>
        <source>Parametric LIF</source>
        <translation>参数化 LIF</translation>
    </message>
    <message>
        <source>MNISTNet</source>
        <translation>MNISTNet</translation>
    </message>
    <message>
        <source>Two convolutions with pools, two dense layers and ten voters for each digit.</source>
        <translation>两个带池化的卷积、两个全连接层，每个数字有十个投票神经元。</translation>
    </message>
    <message>
        <source>FashionMNISTNet</source>
        <translation>FashionMNISTNet</translation>
    </message>
    <message>
        <source>MNISTNet for ten kinds of clothes.</source>
        <translation>用于十类服装的 MNISTNet。</translation>
    </message>
    <message>
        <source>NMNISTNet</source>
        <translation>NMNISTNet</translation>
    </message>
    <message>
        <source>MNISTNet for digits that an event camera has seen.</source>
        <translation>用于事件相机所见数字的 MNISTNet。</translation>
    </message>
    <message>
        <source>CIFAR10Net</source>
        <translation>CIFAR10Net</translation>
    </message>
    <message>
        <source>Six convolutions, a pool after every third, two dense layers and voting.</source>
        <translation>六个卷积，每三个之后池化，两个全连接层加投票。</translation>
    </message>
    <message>
        <source>CIFAR10DVSNet</source>
        <translation>CIFAR10DVSNet</translation>
    </message>
    <message>
        <source>Four convolutions with pools for photographs moving in front of an event camera.</source>
        <translation>四个带池化的卷积，用于在事件相机前移动的照片。</translation>
    </message>
    <message>
        <source>DVSGestureNet</source>
        <translation>DVSGestureNet</translation>
    </message>
    <message>
        <source>Five convolutions with pools for eleven gestures: the network of SpikingJelly's tutorial.</source>
        <translation>五个带池化的卷积，识别十一种手势：SpikingJelly 教程中的网络。</translation>
    </message>
    <message>
        <source>SEW ResNet</source>
        <translation>SEW ResNet</translation>
    </message>
    <message>
        <source>A residual network whose short cuts join spikes with spikes. Weights named as torchvision's load by name.</source>
        <translation>残差网络，其捷径把脉冲与脉冲相连。名称与 torchvision 相同的权重可按名称载入。</translation>
    </message>
    <message>
        <source>Spiking ResNet</source>
        <translation>脉冲 ResNet</translation>
    </message>
    <message>
        <source>A residual network with neurons where the ReLUs were, behind each addition. Weights of torchvision load by name.</source>
        <translation>残差网络，神经元取代每次相加之后的 ReLU。torchvision 的权重可按名称载入。</translation>
    </message>
    <message>
        <source>Spiking VGG</source>
        <translation>脉冲 VGG</translation>
    </message>
    <message>
        <source>Small convolutions in a row, a pool whenever the picture halves, three dense layers. Weights of torchvision load by name.</source>
        <translation>一连串小卷积，图像每减半一次就池化，最后三个全连接层。torchvision 的权重可按名称载入。</translation>
    </message>
    <message>
        <source>Tutorials</source>
        <translation>教程</translation>
    </message>
    <message>
        <source>One layer of LIF (MNIST)</source>
        <translation>单层 LIF（MNIST）</translation>
    </message>
    <message>
        <source>The smallest network that learns: each pixel fires by chance, ten leaky neurons watch. About 92 % right.</source>
        <translation>能学习的最小网络：每个像素随机发放，十个泄漏神经元观看。正确率约 92 %。</translation>
    </message>
    <message>
        <source>CSNN (Fashion-MNIST)</source>
        <translation>CSNN（Fashion-MNIST）</translation>
    </message>
    <message>
        <source>Two convolutions with pools and two dense layers; the first layer learns to turn pictures into spikes.</source>
        <translation>两个带池化的卷积和两个全连接层；第一层学会把图像变成脉冲。</translation>
    </message>
    <message>
        <source>PlainNet (column by column)</source>
        <translation>PlainNet（逐列）</translation>
    </message>
    <message>
        <source>A picture read column by column by a network without memory but its membranes.</source>
        <translation>逐列读取图像的网络，除膜电位外没有记忆。</translation>
    </message>
    <message>
        <source>StatefulSynapseNet (column by column)</source>
        <translation>StatefulSynapseNet（逐列）</translation>
    </message>
    <message>
        <source>The same with a synapse that remembers: a spike leaves an echo whose length is learned.</source>
        <translation>同上，但突触有记忆：脉冲留下回声，其长度可以学习。</translation>
    </message>
    <message>
        <source>FeedBackNet (column by column)</source>
        <translation>FeedBackNet（逐列）</translation>
    </message>
    <message>
        <source>The same with a loop: what the neurons said a step ago comes in again.</source>
        <translation>同上，但有回路：神经元上一步的输出再次输入。</translation>
    </message>
    <message>
        <source>Spiking LSTM (row by row)</source>
        <translation>脉冲 LSTM（逐行）</translation>
    </message>
    <message>
        <source>A recurrent cell whose gates are spikes reads digits row by row; the last step answers.</source>
        <translation>以脉冲为门的循环单元逐行读取数字，由最后一步作答。</translation>
    </message>
    <message>
        <source>Spiking LSTM (names, letter by letter)</source>
        <translation>脉冲 LSTM（姓名，逐字母）</translation>
    </message>
    <message>
        <source>Tells from which of 18 languages a name comes. Letters are one-hot arrays of 58 characters that end with the name.</source>
        <translation>判断姓名来自 18 种语言中的哪一种。字母是 58 个字符的独热数组，以姓名结尾。</translation>
    </message>
    <message>
        <source>CSNN for Loihi (MNIST)</source>
        <translation>面向 Loihi 的 CSNN（MNIST）</translation>
    </message>
    <message>
        <source>Convolutions of stride 2 in place of pools, 8-bit weights and no biases: made to be exported to Lava.</source>
        <translation>用步长 2 的卷积代替池化，8 位权重，无偏置：为导出到 Lava 而设计。</translation>
    </message>
    <message>
        <source>Speech Commands</source>
        <translation>Speech Commands</translation>
    </message>
    <message>
        <source>Words from their frequencies: three convolutions that look at ever longer stretches of time, then LIF neurons whose steps are the frames of the sound. Convolutions over time are four delayed copies side by side.</source>
        <translation>由频率识别单词：三个卷积查看越来越长的时间段，其后的 LIF 神经元以声音的帧为步。时间上的卷积是并排的四份延迟副本。</translation>
    </message>
    <message>
        <source>ResNet-11 (CIFAR-10)</source>
        <translation>ResNet-11（CIFAR-10）</translation>
    </message>
    <message>
        <source>Four residual stages of leaky neurons with a memory of a hundred steps; the answer is a membrane that never fires.</source>
        <translation>四个残差阶段，泄漏神经元有一百步的记忆；答案是从不发放的膜电位。</translation>
    </message>
    <message>
        <source>Agent (DQN, actor and critic)</source>
        <translation>智能体（DQN、行动者与评论者）</translation>
    </message>
    <message>
        <source>The spiking heads of reinforcement learning: what an action is worth is the membrane of a neuron that never fires. Learning needs a world to act in, which is outside of a project.</source>
        <translation>强化学习的脉冲输出头：动作的价值是从不发放的神经元的膜电位。学习需要可以行动的环境，它在项目之外。</translation>
    </message>
    <message>
        <source>Conversion</source>
        <translation>转换</translation>
    </message>
    <message>
        <source>CNN to convert (MNIST)</source>
        <translation>待转换的 CNN（MNIST）</translation>
    </message>
    <message>
        <source>An analog network of convolutions, ReLUs and average pools. Train it for some epochs, then convert it to spikes: 50 steps are enough.</source>
        <translation>由卷积、ReLU 和平均池化组成的模拟网络。训练若干轮后转换为脉冲：50 步就够了。</translation>
    </message>
    <message>
        <source>ResNet-18 to convert (CIFAR-10)</source>
        <translation>待转换的 ResNet-18（CIFAR-10）</translation>
    </message>
    <message>
        <source>An analog residual network for small pictures, to be converted to spikes. Weights of SpikingJelly's sample model load by name.</source>
        <translation>用于小图像的模拟残差网络，可转换为脉冲。SpikingJelly 示例模型的权重可按名称载入。</translation>
    </message>
    <message>
        <source>SLAYER</source>
        <translation>SLAYER</translation>
    </message>
    <message>
        <source>SLAYER CNN (N-MNIST)</source>
        <translation>SLAYER CNN（N-MNIST）</translation>
    </message>
    <message>
        <source>16c5-2a-32c3-2a-64c3-10o: three convolutions and two pools of spike response neurons, told how many spikes to send.</source>
        <translation>16c5-2a-32c3-2a-64c3-10o：三个卷积和两个池化的脉冲响应神经元，学习应发放多少脉冲。</translation>
    </message>
    <message>
        <source>SLAYER MLP (N-MNIST)</source>
        <translation>SLAYER MLP（N-MNIST）</translation>
    </message>
    <message>
        <source>One hidden layer of 512 spike response neurons.</source>
        <translation>一个由 512 个脉冲响应神经元组成的隐藏层。</translation>
    </message>
    <message>
        <source>lava-dl</source>
        <translation>lava-dl</translation>
    </message>
    <message>
        <source>Oxford (spike trains)</source>
        <translation>Oxford（脉冲序列）</translation>
    </message>
    <message>
        <source>200 random spike trains become the picture of a building, spike by spike. Wire input.bs1 and output.bs1 as arrays.</source>
        <translation>200 个随机脉冲序列逐个脉冲地变成一座建筑的图像。请把 input.bs1 和 output.bs1 作为数组接入。</translation>
    </message>
    <message>
        <source>XOR</source>
        <translation>异或</translation>
    </message>
    <message>
        <source>The smallest thing that needs a hidden layer, learned as a membrane.</source>
        <translation>需要隐藏层的最小问题，以膜电位学习。</translation>
    </message>
    <message>
        <source>MLP with delays (N-MNIST)</source>
        <translation>带延迟的 MLP（N-MNIST）</translation>
    </message>
    <message>
        <source>Two hidden layers of CUBA neurons that learn when their spikes arrive as well. 98.7 % after 100 epochs.</source>
        <translation>两个 CUBA 神经元隐藏层，连脉冲何时到达也学习。100 轮后达 98.7 %。</translation>
    </message>
    <message>
        <source>Bootstrap MLP (MNIST)</source>
        <translation>Bootstrap MLP（MNIST）</translation>
    </message>
    <message>
        <source>A network for training that switches between its rates and its spikes; 16 steps, 99.2 % right.</source>
        <translation>用于在发放率与脉冲之间切换的训练的网络；16 步，正确率 99.2 %。</translation>
    </message>
    <message>
        <source>PilotNet (sigma-delta)</source>
        <translation>PilotNet（sigma-delta）</translation>
    </message>
    <message>
        <source>Steers a car by pictures of the road; sigma-delta neurons send only what changes.</source>
        <translation>看路面图像驾驶汽车；sigma-delta 神经元只发送变化。</translation>
    </message>
    <message>
        <source>Mixed families</source>
        <translation>混合家族</translation>
    </message>
    <message>
        <source>Sigma-delta, resonating, adaptive and winner-take-all neurons in one network: families mix freely.</source>
        <translation>sigma-delta、共振、自适应和赢者通吃神经元在同一网络中：各家族可自由混用。</translation>
    </message>
    <message>
        <source>YOLO-KP (sigma-delta)</source>
        <translation>YOLO-KP（sigma-delta）</translation>
    </message>
    <message>
        <source>Finds objects in films on one chip: nine sigma-delta convolutions and one head with three anchors. It is drawn up to its boxes.</source>
        <translation>在单个芯片上检测影片中的物体：九个 sigma-delta 卷积和一个带三个锚的输出头。画到边框为止。</translation>
    </message>
    <message>
        <source>Tiny YOLOv3 (sigma-delta)</source>
        <translation>Tiny YOLOv3（sigma-delta）</translation>
    </message>
    <message>
        <source>Two heads for large and small objects, strides in place of pools. It is drawn up to its boxes.</source>
        <translation>两个输出头分别用于大小物体，以步长代替池化。画到边框为止。</translation>
    </message>
    <message>
        <source>Tests of strength</source>
        <translation>压力测试</translation>
    </message>
    <message>
        <source>Random network</source>
        <translation>随机网络</translation>
    </message>
    <message>
        <source>Layers, neurons of seven kinds and short cuts by chance, as many as wanted: to see how the studio and the machine cope.</source>
        <translation>随机的层、七种神经元和捷径，要多少有多少：看看工作室和机器能否应付。</translation>
    </message>
    <message>
        <source>SEW ResNet-18</source>
        <translation>SEW ResNet-18</translation>
    </message>
    <message>
        <source>SEW ResNet-34</source>
        <translation>SEW ResNet-34</translation>
    </message>
    <message>
        <source>SEW ResNet-50</source>
        <translation>SEW ResNet-50</translation>
    </message>
    <message>
        <source>SEW ResNet-101</source>
        <translation>SEW ResNet-101</translation>
    </message>
    <message>
        <source>SEW ResNet-152</source>
        <translation>SEW ResNet-152</translation>
    </message>
    <message>
        <source>SEW ResNeXt-50 32x4d</source>
        <translation>SEW ResNeXt-50 32x4d</translation>
    </message>
    <message>
        <source>SEW ResNeXt-101 32x8d</source>
        <translation>SEW ResNeXt-101 32x8d</translation>
    </message>
    <message>
        <source>SEW Wide ResNet-50-2</source>
        <translation>SEW Wide ResNet-50-2</translation>
    </message>
    <message>
        <source>SEW Wide ResNet-101-2</source>
        <translation>SEW Wide ResNet-101-2</translation>
    </message>
    <message>
        <source>Spiking ResNet-18</source>
        <translation>脉冲 ResNet-18</translation>
    </message>
    <message>
        <source>Spiking ResNet-34</source>
        <translation>脉冲 ResNet-34</translation>
    </message>
    <message>
        <source>Spiking ResNet-50</source>
        <translation>脉冲 ResNet-50</translation>
    </message>
    <message>
        <source>Spiking ResNet-101</source>
        <translation>脉冲 ResNet-101</translation>
    </message>
    <message>
        <source>Spiking ResNet-152</source>
        <translation>脉冲 ResNet-152</translation>
    </message>
    <message>
        <source>Spiking ResNeXt-50 32x4d</source>
        <translation>脉冲 ResNeXt-50 32x4d</translation>
    </message>
    <message>
        <source>Spiking ResNeXt-101 32x8d</source>
        <translation>脉冲 ResNeXt-101 32x8d</translation>
    </message>
    <message>
        <source>Spiking Wide ResNet-50-2</source>
        <translation>脉冲 Wide ResNet-50-2</translation>
    </message>
    <message>
        <source>Spiking Wide ResNet-101-2</source>
        <translation>脉冲 Wide ResNet-101-2</translation>
    </message>
    <message>
        <source>Spiking VGG-11</source>
        <translation>脉冲 VGG-11</translation>
    </message>
    <message>
        <source>Spiking VGG-11 with BatchNorm</source>
        <translation>带 BatchNorm 的脉冲 VGG-11</translation>
    </message>
    <message>
        <source>Spiking VGG-13</source>
        <translation>脉冲 VGG-13</translation>
    </message>
    <message>
        <source>Spiking VGG-13 with BatchNorm</source>
        <translation>带 BatchNorm 的脉冲 VGG-13</translation>
    </message>
    <message>
        <source>Spiking VGG-16</source>
        <translation>脉冲 VGG-16</translation>
    </message>
    <message>
        <source>Spiking VGG-16 with BatchNorm</source>
        <translation>带 BatchNorm 的脉冲 VGG-16</translation>
    </message>
    <message>
        <source>Spiking VGG-19</source>
        <translation>脉冲 VGG-19</translation>
    </message>
    <message>
        <source>Spiking VGG-19 with BatchNorm</source>
        <translation>带 BatchNorm 的脉冲 VGG-19</translation>
    </message>
    <message>
        <source>Learning rules</source>
        <translation>学习规则</translation>
    </message>
    <message>
        <source>Convolutions by STDP, readout by gradient</source>
        <translation>STDP 学卷积，梯度学读出</translation>
    </message>
    <message>
        <source>Two convolutions learn by spike timing alone while the dense layers behind them learn by gradient, in one run.</source>
        <translation>两个卷积只凭脉冲时序学习，其后的全连接层以梯度学习，一次运行完成。</translation>
    </message>
    <message>
        <source>Tempotron (MNIST)</source>
        <translation>Tempotron（MNIST）</translation>
    </message>
    <message>
        <source>Every pixel speaks once, its time says how bright it is; ten neurons learn to answer by when, not by how often.</source>
        <translation>每个像素只发放一次，时刻表示亮度；十个神经元学会按何时而非多少次来回答。</translation>
    </message>
</context>
<context>
    <name>spw::ui::TemplatesWindow</name>
    <message>
        <source>New from Template</source>
        <translation>从模板新建</translation>
    </message>
    <message>
        <source>Search networks</source>
        <translation>搜索网络</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Known networks</source>
        <translation>已知网络</translation>
    </message>
    <message>
        <source>No network fits the search.</source>
        <translation>没有符合搜索的网络。</translation>
    </message>
    <message>
        <source>Create Project</source>
        <translation>创建项目</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Source: %1</source>
        <translation>来源：%1</translation>
    </message>
    <message>
        <source>With these options: %1: %2 %3</source>
        <translation>使用这些选项时：%1：%2 %3</translation>
    </message>
    <message>
        <source>%1 nodes, %2 parameters. Training with batches of %3 takes about %4 GB of memory.</source>
        <translation>%1 个节点，%2 个参数。以 %3 的批量训练约需 %4 GB 内存。</translation>
    </message>
</context>
<context>
    <name>spw::ui::ConvertWindow</name>
    <message>
        <source>Convert to SNN</source>
        <translation>转换为 SNN</translation>
    </message>
    <message>
        <source>Which activation one spike a step stands for: the largest, a percentile, or a share of the largest. Less than the largest answers sooner, but cuts what is above.</source>
        <translation>每步一个脉冲代表多大的激活值：最大值、某个百分位数，或最大值的一部分。小于最大值时回答更快，但会截断更大的值。</translation>
    </message>
    <message>
        <source>Steps of the spiking network, and the end of the curve</source>
        <translation>脉冲网络的步数，也是曲线的终点</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Test samples for the curve</source>
        <translation>绘制曲线所用的测试样本</translation>
    </message>
    <message>
        <source>Fold batch normalisation into the layers before it</source>
        <translation>将批归一化折叠到它前面的层</translation>
    </message>
    <message>
        <source>Accuracy against steps</source>
        <translation>准确率随步数的变化</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步</translation>
    </message>
    <message>
        <source>spiking</source>
        <translation>脉冲</translation>
    </message>
    <message>
        <source>analog</source>
        <translation>模拟</translation>
    </message>
    <message>
        <source>Convert</source>
        <translation>转换</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Open as Project...</source>
        <translation>作为项目打开...</translation>
    </message>
    <message>
        <source>Write the spiking network with its weights, and open it</source>
        <translation>写出脉冲网络及其权重，并打开它</translation>
    </message>
    <message>
        <source>Scale of a layer</source>
        <translation>层的尺度</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Test samples</source>
        <translation>测试样本</translation>
    </message>
    <message>
        <source>The graph has errors. The Problems list names them (F4).</source>
        <translation>图中有错误，问题列表中有说明（F4）。</translation>
    </message>
    <message>
        <source>Every node can take part.</source>
        <translation>每个节点都可以参与转换。</translation>
    </message>
    <message>
        <source>Pre-flight: nothing stands in the way.</source>
        <translation>预检：没有任何阻碍。</translation>
    </message>
    <message>
        <source>Pre-flight: %1 in the way, %2 to think about.</source>
        <translation>预检：%1 项阻碍，%2 项需要考虑。</translation>
    </message>
    <message>
        <source>The network is measured and converted; this may take a while.</source>
        <translation>正在测量并转换网络，可能需要一些时间。</translation>
    </message>
    <message>
        <source>%1 (%2 s left)</source>
        <translation>%1（剩余 %2 秒）</translation>
    </message>
    <message>
        <source>Stopped; there is no result.</source>
        <translation>已停止，没有结果。</translation>
    </message>
    <message>
        <source>The network could not be converted: see the lines marked ×.</source>
        <translation>无法转换该网络：请看标有 × 的行。</translation>
    </message>
    <message>
        <source>%1 % after %2 steps; %3 % before the conversion, on %4 samples.</source>
        <translation>%2 步之后为 %1 %；转换之前为 %3 %，共 %4 个样本。</translation>
    </message>
    <message>
        <source>Save the spiking network</source>
        <translation>保存脉冲网络</translation>
    </message>
    <message>
        <source>Spikewright projects (*.spw)</source>
        <translation>Spikewright 项目 (*.spw)</translation>
    </message>
</context>
<context>
    <name>spw::ui::WeightMatrix</name>
    <message>
        <source>Weight matrix</source>
        <translation>权重矩阵</translation>
    </message>
    <message>
        <source>pre unit</source>
        <translation>突触前单元</translation>
    </message>
    <message>
        <source>post unit</source>
        <translation>突触后单元</translation>
    </message>
    <message>
        <source>No weights yet.</source>
        <translation>尚无权重。</translation>
    </message>
    <message>
        <source>%1 x %2</source>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>Weights of %1, %2</source>
        <translation>%1 的权重，%2</translation>
    </message>
    <message>
        <source>Change of %1 since the start, %2</source>
        <translation>%1 自开始以来的变化，%2</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>pre %1, post %2: %3</source>
        <translation>前 %1，后 %2：%3</translation>
    </message>
</context>
<context>
    <name>spw::ui::WindowPlot</name>
    <message>
        <source>STDP window</source>
        <translation>STDP 窗口</translation>
    </message>
    <message>
        <source>post spike minus pre spike, in steps</source>
        <translation>突触后脉冲减突触前脉冲（步）</translation>
    </message>
    <message>
        <source>No learner with a window trains this synapse.</source>
        <translation>没有带窗口的学习器训练此突触。</translation>
    </message>
    <message>
        <source>Window of %1; no pairs of spikes yet</source>
        <translation>%1 的窗口；尚无脉冲对</translation>
    </message>
    <message>
        <source>Window of %1 and the last %2 pairs</source>
        <translation>%1 的窗口及最近 %2 对脉冲</translation>
    </message>
    <message>
        <source>%1 steps: %2</source>
        <translation>%1 步：%2</translation>
    </message>
    <message>
        <source>Measured, %1</source>
        <translation>测得，%1</translation>
    </message>
    <message>
        <source>Rule, %1</source>
        <translation>规则，%1</translation>
    </message>
    <message>
        <source>%1: no pairs of spikes yet</source>
        <translation>%1：还没有脉冲对</translation>
    </message>
    <message>
        <source>%1 and its last %2 pairs</source>
        <translation>%1 及最近的 %2 个脉冲对</translation>
    </message>
    <message>
        <source>Window; no pairs of spikes yet</source>
        <translation>窗口；还没有脉冲对</translation>
    </message>
    <message>
        <source>Window and the last %1 pairs</source>
        <translation>窗口及最近的 %1 个脉冲对</translation>
    </message>
</context>
<context>
    <name>spw::ui::PairTraces</name>
    <message>
        <source>post %1</source>
        <translation>后 %1</translation>
    </message>
    <message>
        <source>pre %1</source>
        <translation>前 %1</translation>
    </message>
    <message>
        <source>Traces and pairs of spikes</source>
        <translation>迹与脉冲对</translation>
    </message>
    <message>
        <source>trace</source>
        <translation>迹</translation>
    </message>
    <message>
        <source>The traces of this learner were not recorded in this sample.</source>
        <translation>此样本中未记录该学习器的迹。</translation>
    </message>
    <message>
        <source>No learner with traces trains this synapse.</source>
        <translation>没有带迹的学习器训练此突触。</translation>
    </message>
    <message>
        <source>Traces, %1 pairs; step %2: pre %3 = %4, post %5 = %6</source>
        <translation>迹，%1 对；第 %2 步：前 %3 = %4，后 %5 = %6</translation>
    </message>
    <message>
        <source>step %1: pre %2, post %3</source>
        <translation>第 %1 步：前 %2，后 %3</translation>
    </message>
    <message>
        <source>pre %1 steps before post: the weight grows</source>
        <translation>前比后早 %1 步：权重增大</translation>
    </message>
    <message>
        <source>post %1 steps before pre: the weight falls</source>
        <translation>后比前早 %1 步：权重减小</translation>
    </message>
</context>
<context>
    <name>spw::ui::ReceptiveSheet</name>
    <message>
        <source>Receptive fields</source>
        <translation>感受野</translation>
    </message>
    <message>
        <source>Receptive fields of %1: the first %2 of %3 units</source>
        <translation>%1 的感受野：%3 个单元中的前 %2 个</translation>
    </message>
    <message>
        <source>Receptive fields of %1: %2 units</source>
        <translation>%1 的感受野：%2 个单元</translation>
    </message>
    <message>
        <source>What the %2 fields of %1 learned since the start</source>
        <translation>%1 的 %2 个感受野自开始以来所学</translation>
    </message>
    <message>
        <source>x %1, y %2</source>
        <translation>x %1，y %2</translation>
    </message>
    <message>
        <source>, channel %1</source>
        <translation>，通道 %1</translation>
    </message>
    <message>
        <source>unit %1, pre %2 (%3): %4</source>
        <translation>单元 %1，前 %2（%3）：%4</translation>
    </message>
    <message>
        <source>A single field of this synapse is too large for a picture. The matrix shows it.</source>
        <translation>此突触的单个感受野太大，无法成图。请看矩阵。</translation>
    </message>
    <message>
        <source>No weights yet.</source>
        <translation>尚无权重。</translation>
    </message>
    <message>
        <source>most</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>least</source>
        <translation>最小</translation>
    </message>
</context>
<context>
    <name>spw::ui::WeightsPanel</name>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Synapse</source>
        <translation>突触</translation>
    </message>
    <message>
        <source>Synapse whose weights are shown</source>
        <translation>显示其权重的突触</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>Keep this synapse, whatever is selected</source>
        <translation>无论选中什么都保持此突触</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Show what the weights have changed since the run began, or since they were first looked at</source>
        <translation>显示权重自运行开始（或首次查看）以来的变化</translation>
    </message>
    <message>
        <source>Own range</source>
        <translation>独立色标</translation>
    </message>
    <message>
        <source>Colour each field by its own weights instead of all by the same scale</source>
        <translation>每个感受野按自身权重着色，而不用同一色标</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适应</translation>
    </message>
    <message>
        <source>Show all of each view (double-click in a view does the same for that one)</source>
        <translation>显示各视图的全部内容（在视图中双击对该视图同样有效）</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>感受野</translation>
    </message>
    <message>
        <source>Matrix</source>
        <translation>矩阵</translation>
    </message>
    <message>
        <source>STDP window</source>
        <translation>STDP 窗口</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>直方图</translation>
    </message>
    <message>
        <source>Traces</source>
        <translation>迹</translation>
    </message>
    <message>
        <source>This graph has no synapses. Add a Linear or a convolution to see its weights here.</source>
        <translation>此图没有突触。添加线性层或卷积层即可在此查看其权重。</translation>
    </message>
    <message>
        <source>The weights come with the next look at the run.</source>
        <translation>权重将随下一次查看运行而出现。</translation>
    </message>
    <message>
        <source>Start a run (F5) to see the weights of this synapse form. In the mode Live each step can be watched.</source>
        <translation>开始运行 (F5) 即可看到此突触的权重形成。在实时模式下可以观察每一步。</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>第 %1 步</translation>
    </message>
    <message>
        <source>%1 learns</source>
        <translation>%1 学习中</translation>
    </message>
    <message>
        <source>%1 is switched off</source>
        <translation>%1 已关闭</translation>
    </message>
    <message>
        <source>stuck: %1 % of the weights are at a bound</source>
        <translation>停滞：%1 % 的权重处于边界</translation>
    </message>
    <message>
        <source>trained by gradients</source>
        <translation>由梯度训练</translation>
    </message>
    <message>
        <source>frozen</source>
        <translation>已冻结</translation>
    </message>
    <message>
        <source>learns</source>
        <translation>学习中</translation>
    </message>
    <message>
        <source>switched off</source>
        <translation>已关闭</translation>
    </message>
</context>
<context>
    <name>spw::ui::WeightHistogram</name>
    <message>
        <source>Weight histogram</source>
        <translation>权重直方图</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>No weights yet.</source>
        <translation>尚无权重。</translation>
    </message>
    <message>
        <source>%1 weights: mean %2, deviation %3</source>
        <translation>%1 个权重：均值 %2，标准差 %3</translation>
    </message>
    <message>
        <source>, %1 % at a bound</source>
        <translation>，%1 % 处于边界</translation>
    </message>
    <message>
        <source>, %1 are no numbers</source>
        <translation>，%1 个不是数</translation>
    </message>
    <message>
        <source>change since the start</source>
        <translation>自开始以来的变化</translation>
    </message>
    <message>
        <source>%1 to %2: %3 weights</source>
        <translation>%1 到 %2：%3 个权重</translation>
    </message>
</context>
<context>
    <name>LearnerEdits</name>
    <message>
        <source>There is no such learner in this version.</source>
        <translation>此版本没有这种学习器。</translation>
    </message>
    <message>
        <source>Choose a Linear or a convolution: a learner trains the weights of one of those.</source>
        <translation>请选择线性层或卷积层：学习器训练其权重。</translation>
    </message>
    <message>
        <source>%1 trains these weights already. A synapse has one learner.</source>
        <translation>%1 已在训练这些权重。一个突触只有一个学习器。</translation>
    </message>
    <message>
        <source>No neuron is behind this synapse. Add one and wire it: a learner needs the spikes on both sides.</source>
        <translation>此突触之后没有神经元。请添加并连线：学习器需要两侧的脉冲。</translation>
    </message>
    <message>
        <source>%1 gives no spikes. A learner needs the spikes on both sides.</source>
        <translation>%1 不输出脉冲。学习器需要两侧的脉冲。</translation>
    </message>
</context>
<context>
    <name>spw::ui::DownloadTask</name>
    <message>
        <source>The program spikewright-cli could not be started: %1</source>
        <translation>无法启动程序 spikewright-cli：%1</translation>
    </message>
    <message>
        <source>The download ended without a reason.</source>
        <translation>下载无故结束。</translation>
    </message>
    <message>
        <source>The program spikewright-cli is not beside this one. Install it, or set SPW_CLI to it.</source>
        <translation>spikewright-cli 不在本程序旁边。请安装它，或将 SPW_CLI 设为其路径。</translation>
    </message>
    <message>
        <source>Unpacking</source>
        <translation>正在解压</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>正在下载</translation>
    </message>
</context>
</TS>
