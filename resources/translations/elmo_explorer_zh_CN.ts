<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name></name>
    <message>
        <source>Tab</source>
        <translation>标签页</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Copy as {form}</source>
        <translation>复制为 {form}</translation>
    </message>
    <message>
        <source>Load {name}</source>
        <translation>加载 {name}</translation>
    </message>
    <message>
        <source>Open a model folder…</source>
        <translation>打开模型文件夹…</translation>
    </message>
    <message>
        <source>Open published options and weights…</source>
        <translation>打开已发布的选项与权重文件…</translation>
    </message>
    <message>
        <source>An axis needs words at both ends.</source>
        <translation>语义轴的两端都要有词。</translation>
    </message>
    <message>
        <source>The token chosen as an end is gone; choose another or type a word.</source>
        <translation>被选作一端的词元已不存在；请另选一个，或键入一个词。</translation>
    </message>
    <message>
        <source>it</source>
        <translation>它</translation>
    </message>
    <message>
        <source>one of them</source>
        <translation>其中之一</translation>
    </message>
    <message>
        <source>No loaded token matches {named}; add a sentence with {one} or change the end.</source>
        <translation>已载入的词元中没有 {named}；请添加含有{one}的句子，或修改这一端。</translation>
    </message>
    <message>
        <source>The memory is full; {sentences} waits for vectors</source>
        <translation>内存已满；{sentences}在等待计算向量</translation>
    </message>
    <message>
        <source>The memory is full; {sentences} wait for vectors</source>
        <translation>内存已满；{sentences}在等待计算向量</translation>
    </message>
    <message>
        <source>What is finished is kept. Fewer sentences at once need less memory; the CPU has more.</source>
        <translation>已完成的结果会保留。每批句子少一些，所需内存就少一些；CPU 的内存更多。</translation>
    </message>
    <message>
        <source>{short} tok/s · about {left}:{left2:02d} left</source>
        <translation>{short} 词元/秒 · 约剩 {left}:{left2:02d}</translation>
    </message>
    <message>
        <source>Embedding</source>
        <translation>正在计算词向量</translation>
    </message>
    <message>
        <source>sentences</source>
        <translation>句</translation>
    </message>
    <message>
        <source>1 sentence</source>
        <translation>1 个句子</translation>
    </message>
    <message>
        <source>{n:,} sentences</source>
        <translation>{n:,} 个句子</translation>
    </message>
    <message>
        <source>Sentence {number}</source>
        <translation>句子 {number}</translation>
    </message>
    <message>
        <source>Cluster {label}</source>
        <translation>簇 {label}</translation>
    </message>
    <message>
        <source>No part-of-speech head comes with {name}; there are heads for en and zh.</source>
        <translation>{name} 没有附带词性分类头；只有 en 和 zh 有。</translation>
    </message>
    <message>
        <source>The part of speech is not known</source>
        <translation>词性未知</translation>
    </message>
    <message>
        <source>Add {n} sentences</source>
        <translation>添加 {n} 个句子</translation>
    </message>
    <message>
        <source>Add {n} sentence</source>
        <translation>添加 {n} 个句子</translation>
    </message>
    <message>
        <source>{name} cannot be opened: {value}.</source>
        <translation>无法打开 {name}：{value}。</translation>
    </message>
    <message>
        <source>{name}, line {line}: {fault}</source>
        <translation>{name}，第 {line} 行：{fault}</translation>
    </message>
    <message>
        <source>There is no example {name!r}; there are {join}.</source>
        <translation>没有名为 {name!r} 的示例；现有：{join}。</translation>
    </message>
    <message>
        <source>There is no variant of this sentence with another word in place {place}.</source>
        <translation>这个句子没有在第 {place} 位换词的变体。</translation>
    </message>
    <message>
        <source>{name} could not be loaded</source>
        <translation>无法加载 {name}</translation>
    </message>
    <message>
        <source>There is no model yet whose weights these could be</source>
        <translation>还没有模型，这些权重无从对应</translation>
    </message>
    <message>
        <source>{name} was not added</source>
        <translation>未添加 {name}</translation>
    </message>
    <message>
        <source>“{name}” could not be kept</source>
        <translation>无法保存“{name}”</translation>
    </message>
    <message>
        <source>“{name}” could not be removed</source>
        <translation>无法移除“{name}”</translation>
    </message>
    <message>
        <source>Some learned weights were left out</source>
        <translation>有些学得的权重未被采用</translation>
    </message>
    <message>
        <source>The learned weights could not be read</source>
        <translation>无法读取学得的权重</translation>
    </message>
    <message>
        <source>{name} holds no weights: its run was stopped before it had learned any.</source>
        <translation>{name} 中没有权重：它的运行还没学到任何东西就停止了。</translation>
    </message>
    <message>
        <source>Its weights are for {n_layers} layers ({name}); {name2} has {n_layers2}.</source>
        <translation>它的权重对应 {n_layers} 层（{name}）；{name2} 有 {n_layers2} 层。</translation>
    </message>
    <message>
        <source>Its weights were learned with {name}, whose numbers are others than {name2}&apos;s: open that one.</source>
        <translation>它的权重是用 {name} 学得的，其数值与 {name2} 不同：请打开那个模型。</translation>
    </message>
    <message>
        <source>Learning “{name}”</source>
        <translation>正在学习“{name}”</translation>
    </message>
    <message>
        <source>the model reads, {done:,} of {total:,} sentences</source>
        <translation>模型正在读，{done:,} / {total:,} 句</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步</translation>
    </message>
    <message>
        <source>The task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>{name} was stopped before anything was learned</source>
        <translation>{name}还没学到任何东西就停止了</translation>
    </message>
    <message>
        <source>{name} was not learned</source>
        <translation>{name}没有学成</translation>
    </message>
    <message>
        <source>{n:,} uses in {n2} groups, {folds}-fold cross-validation</source>
        <translation>{n:,} 个用例，{n2} 组，{folds} 折交叉验证</translation>
    </message>
    <message>
        <source>{said}: an indication, no more.</source>
        <translation>{said}：仅供参考。</translation>
    </message>
    <message>
        <source>Uses of “{word}” in the window</source>
        <translation>窗口中“{word}”的用例</translation>
    </message>
    <message>
        <source>Add the second sentence</source>
        <translation>添加第二个句子</translation>
    </message>
    <message>
        <source>Load libraries</source>
        <translation>载入程序库</translation>
    </message>
    <message>
        <source>Read the options</source>
        <translation>读取选项</translation>
    </message>
    <message>
        <source>Character CNN and highway layers</source>
        <translation>字符 CNN 与高速（highway）层</translation>
    </message>
    <message>
        <source>Bidirectional LSTM layers</source>
        <translation>双向 LSTM 层</translation>
    </message>
    <message>
        <source>Warm up on one sentence</source>
        <translation>用一个句子预热</translation>
    </message>
    <message>
        <source>Loading {name}</source>
        <translation>正在加载 {name}</translation>
    </message>
    <message>
        <source> {name} stays open.</source>
        <translation> {name} 仍保持打开。</translation>
    </message>
    <message>
        <source>{name} could not be loaded.{after}</source>
        <translation>无法加载 {name}。{after}</translation>
    </message>
    <message>
        <source>“{said}” is read by the model “{name}”, “{said2}” by “{name2}”: vectors of two models cannot be compared.</source>
        <translation>“{said}”由模型“{name}”读取，“{said2}”由“{name2}”读取：两个模型的向量不能相互比较。</translation>
    </message>
    <message>
        <source>adjective</source>
        <translation>形容词</translation>
    </message>
    <message>
        <source>adposition</source>
        <translation>介词</translation>
    </message>
    <message>
        <source>adverb</source>
        <translation>副词</translation>
    </message>
    <message>
        <source>auxiliary</source>
        <translation>助动词</translation>
    </message>
    <message>
        <source>coordinating conjunction</source>
        <translation>并列连词</translation>
    </message>
    <message>
        <source>determiner</source>
        <translation>限定词</translation>
    </message>
    <message>
        <source>interjection</source>
        <translation>感叹词</translation>
    </message>
    <message>
        <source>noun</source>
        <translation>名词</translation>
    </message>
    <message>
        <source>number</source>
        <translation>数词</translation>
    </message>
    <message>
        <source>particle</source>
        <translation>助词</translation>
    </message>
    <message>
        <source>pronoun</source>
        <translation>代词</translation>
    </message>
    <message>
        <source>proper noun</source>
        <translation>专有名词</translation>
    </message>
    <message>
        <source>punctuation</source>
        <translation>标点</translation>
    </message>
    <message>
        <source>subordinating conjunction</source>
        <translation>从属连词</translation>
    </message>
    <message>
        <source>symbol</source>
        <translation>符号</translation>
    </message>
    <message>
        <source>verb</source>
        <translation>动词</translation>
    </message>
    <message>
        <source>other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Preparing {names}</source>
        <translation>正在准备 {names}</translation>
    </message>
    <message>
        <source>Removed {count}</source>
        <translation>已移除 {count}</translation>
    </message>
    <message>
        <source>Traditional characters are read as they stand</source>
        <translation>繁体字按原样读取</translation>
    </message>
    <message>
        <source>The bundled Chinese model learned from simplified ones; a right click rewrites the sentence.</source>
        <translation>随附的中文模型是用简体字训练的；右击可把句子改写为简体。</translation>
    </message>
    <message>
        <source>Import {count}</source>
        <translation>导入 {count}</translation>
    </message>
    <message>
        <source>
… and {n:,} more</source>
        <translation>
……另有 {n:,} 处</translation>
    </message>
    <message>
        <source>Imported {count}</source>
        <translation>已导入 {count}</translation>
    </message>
    <message>
        <source>Nothing was imported</source>
        <translation>没有导入任何内容</translation>
    </message>
    <message>
        <source> {n:,} more were left out.</source>
        <translation> 另有 {n:,} 处被略去。</translation>
    </message>
    <message>
        <source>The file has no sentence in it.</source>
        <translation>文件中没有句子。</translation>
    </message>
    <message>
        <source>Importing</source>
        <translation>正在导入</translation>
    </message>
    <message>
        <source>lines</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Example “{title}”</source>
        <translation>示例“{title}”</translation>
    </message>
    <message>
        <source>The example could not be opened</source>
        <translation>无法打开示例</translation>
    </message>
    <message>
        <source>Choose a text first: a file or a folder of .txt files.</source>
        <translation>请先选择文本：一个文件，或一个含 .txt 文件的文件夹。</translation>
    </message>
    <message>
        <source>Give the model a name.</source>
        <translation>请给模型取个名字。</translation>
    </message>
    <message>
        <source>Choose a folder for the run.</source>
        <translation>请为这次训练选择文件夹。</translation>
    </message>
    <message>
        <source>Tiny</source>
        <translation>微型</translation>
    </message>
    <message>
        <source>2 layers of 32 numbers each way: minutes</source>
        <translation>2 层，每个方向 32 维：几分钟</translation>
    </message>
    <message>
        <source>Small</source>
        <translation>小型</translation>
    </message>
    <message>
        <source>2 layers of 64 numbers each way: an hour</source>
        <translation>2 层，每个方向 64 维：一小时</translation>
    </message>
    <message>
        <source>{shape} layers of {shape2} numbers each way: many hours</source>
        <translation>{shape} 层，每个方向 {shape2} 维：好几个小时</translation>
    </message>
    <message>
        <source>As {language}</source>
        <translation>同 {language}</translation>
    </message>
    <message>
        <source>The other options are not TOML: {error}.</source>
        <translation>其他选项不是有效的 TOML：{error}。</translation>
    </message>
    <message>
        <source>The config of this run lies elsewhere: go on with the command that began it.</source>
        <translation>这次训练的配置在别处：请用当初启动它的命令继续。</translation>
    </message>
    <message>
        <source>Starting …</source>
        <translation>正在启动……</translation>
    </message>
    <message>
        <source>{folder} has a run already: open it to go on with it, or choose another folder.</source>
        <translation>{folder} 中已有一次训练：请打开它接着训练，或另选文件夹。</translation>
    </message>
    <message>
        <source>There is no text at {source}.</source>
        <translation>{source} 处没有文本。</translation>
    </message>
    <message>
        <source>{folder} has no training run: neither {config} nor events.jsonl is there.</source>
        <translation>{folder} 中没有训练：既没有 {config}，也没有 events.jsonl。</translation>
    </message>
    <message>
        <source>{tokens:,} tokens</source>
        <translation>{tokens:,} 个词元</translation>
    </message>
    <message>
        <source>The vocabulary&apos;s vectors could not be kept on disk</source>
        <translation>词表的向量无法存到磁盘</translation>
    </message>
    <message>
        <source>They are here until the window is closed, and are made again at the next start. {error}</source>
        <translation>它们会保留到窗口关闭，下次启动时重新计算。{error}</translation>
    </message>
    <message>
        <source>Encoding the vocabulary of {name}</source>
        <translation>正在编码 {name} 的词表</translation>
    </message>
    <message>
        <source>words</source>
        <translation>词</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>There is no example {name!r}</source>
        <translation>没有名为 {name!r} 的示例</translation>
    </message>
    <message>
        <source>There are {names}.</source>
        <translation>现有：{names}。</translation>
    </message>
    <message>
        <source>Import text</source>
        <translation>导入文本</translation>
    </message>
    <message>
        <source>Text and tables (*.txt *.csv *.tsv);;All files (*)</source>
        <translation>文本与表格 (*.txt *.csv *.tsv);;所有文件 (*)</translation>
    </message>
    <message>
        <source>the model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>the sentences</source>
        <translation>句子</translation>
    </message>
    <message>
        <source>the analysis</source>
        <translation>分析</translation>
    </message>
    <message>
        <source>the example</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>the vectors</source>
        <translation>词向量</translation>
    </message>
    <message>
        <source>the projection</source>
        <translation>投影</translation>
    </message>
    <message>
        <source>the trust figure</source>
        <translation>可信度</translation>
    </message>
    <message>
        <source>the comparison</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Training {share:.0%}</source>
        <translation>训练 {share:.0%}</translation>
    </message>
    <message>
        <source>Undo {undo_name}</source>
        <translation>撤销 {undo_name}</translation>
    </message>
    <message>
        <source>Redo {redo_name}</source>
        <translation>重做 {redo_name}</translation>
    </message>
    <message>
        <source>Copy list</source>
        <translation>复制列表</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Something went wrong</source>
        <translation>出了点问题</translation>
    </message>
    <message>
        <source>Open log</source>
        <translation>打开日志</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>{n_sentences} sentences, {n_senses} senses</source>
        <translation>{n_sentences} 个句子，{n_senses} 个词义</translation>
    </message>
    <message>
        <source>Chinese, {counts}</source>
        <translation>中文，{counts}</translation>
    </message>
    <message>
        <source>A small English and a Chinese model are included. Nothing to download.</source>
        <translation>随附小型的英文与中文模型，无需下载。</translation>
    </message>
    <message>
        <source>Open a model first: behind the chip at the top left, or with Models…</source>
        <translation>请先打开模型：点左上角的模型按钮，或“模型…”。</translation>
    </message>
    <message>
        <source>Unload</source>
        <translation>卸载</translation>
    </message>
    <message>
        <source>Open a model folder</source>
        <translation>打开模型文件夹</translation>
    </message>
    <message>
        <source>Options of the model</source>
        <translation>模型的选项</translation>
    </message>
    <message>
        <source>Options (*.json)</source>
        <translation>选项 (*.json)</translation>
    </message>
    <message>
        <source>Weights of the model</source>
        <translation>模型的权重</translation>
    </message>
    <message>
        <source>Weights (*.hdf5 *.h5)</source>
        <translation>权重 (*.hdf5 *.h5)</translation>
    </message>
    <message>
        <source>No picture after {timeout_s:.0f} seconds: still waiting for {waiting}.</source>
        <translation>{timeout_s:.0f} 秒后仍没有图片：还在等待{waiting}。</translation>
    </message>
    <message>
        <source>{file} cannot be written: is its folder there, its suffix .png?</source>
        <translation>无法写入 {file}：它的文件夹存在吗？后缀是 .png 吗？</translation>
    </message>
    <message>
        <source>An axis is words for both ends with a colon between, as in he,him:she,her, not {said!r}.</source>
        <translation>语义轴写成两端的词，中间用冒号，如 he,him:she,her，而不是 {said!r}。</translation>
    </message>
    <message>
        <source>Focus “{word}”</source>
        <translation>焦点词“{word}”</translation>
    </message>
    <message>
        <source>Clear focus</source>
        <translation>清除焦点词</translation>
    </message>
    <message>
        <source>Mix</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>Projection</source>
        <translation>投影</translation>
    </message>
    <message>
        <source>Axis</source>
        <translation>语义轴</translation>
    </message>
    <message>
        <source>Ear</source>
        <translation>耳</translation>
    </message>
    <message>
        <source>Colour by</source>
        <translation>着色</translation>
    </message>
    <message>
        <source>Gamma</source>
        <translation>γ</translation>
    </message>
    <message>
        <source>Layer norm</source>
        <translation>层归一化</translation>
    </message>
    <message>
        <source>Lock a weight</source>
        <translation>锁定权重</translation>
    </message>
    <message>
        <source>Add scene</source>
        <translation>添加场景</translation>
    </message>
    <message>
        <source>Remove scene</source>
        <translation>移除场景</translation>
    </message>
    <message>
        <source>Reorder scenes</source>
        <translation>调整场景顺序</translation>
    </message>
    <message>
        <source>Edit scene</source>
        <translation>编辑场景</translation>
    </message>
    <message>
        <source>Replace sentences</source>
        <translation>替换句子</translation>
    </message>
    <message>
        <source>Remove {n} sentences</source>
        <translation>移除 {n} 个句子</translation>
    </message>
    <message>
        <source>Remove {n} sentence</source>
        <translation>移除 {n} 个句子</translation>
    </message>
    <message>
        <source>Reorder</source>
        <translation>调整顺序</translation>
    </message>
    <message>
        <source>Edit sentence</source>
        <translation>编辑句子</translation>
    </message>
    <message>
        <source>Set sense</source>
        <translation>设定词义</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Influence</source>
        <translation>影响</translation>
    </message>
    <message>
        <source>the influence</source>
        <translation>影响</translation>
    </message>
    <message>
        <source>Sentence with {change}</source>
        <translation>句子：{change}</translation>
    </message>
    <message>
        <source>Added as sentence {n:,}</source>
        <translation>已添加为第 {n:,} 句</translation>
    </message>
    <message>
        <source>Language model</source>
        <translation>语言模型</translation>
    </message>
    <message>
        <source>the predictions</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>各层</translation>
    </message>
    <message>
        <source>the layers</source>
        <translation>各层</translation>
    </message>
    <message>
        <source>the gates</source>
        <translation>门</translation>
    </message>
    <message>
        <source>the unit&apos;s tokens</source>
        <translation>该单元的词元</translation>
    </message>
    <message>
        <source>SVG picture (*.svg);;PNG picture (*.png)</source>
        <translation>SVG 图片 (*.svg);;PNG 图片 (*.png)</translation>
    </message>
    <message>
        <source>Export the chart</source>
        <translation>导出图表</translation>
    </message>
    <message>
        <source>CSV (*.csv);;LaTeX (*.tex);;Markdown (*.md)</source>
        <translation>CSV (*.csv);;LaTeX (*.tex);;Markdown (*.md)</translation>
    </message>
    <message>
        <source>Export the table</source>
        <translation>导出表格</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>Export the weights</source>
        <translation>导出权重</translation>
    </message>
    <message>
        <source>{name} could not be saved</source>
        <translation>无法保存 {name}</translation>
    </message>
    <message>
        <source>{name} could not be opened</source>
        <translation>无法打开 {name}</translation>
    </message>
    <message>
        <source>Saved {name}</source>
        <translation>已保存 {name}</translation>
    </message>
    <message>
        <source>Add learned weights</source>
        <translation>添加学得的权重</translation>
    </message>
    <message>
        <source>Learned weights (*.json)</source>
        <translation>学得的权重 (*.json)</translation>
    </message>
    <message>
        <source>Labelled text (*.conllu *.conll *.bio *.iob *.txt *.tsv *.csv *.json *.data *.train *.xz *.gz);;All files (*)</source>
        <translation>标注文本 (*.conllu *.conll *.bio *.iob *.txt *.tsv *.csv *.json *.data *.train *.xz *.gz);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Learn weights from a file</source>
        <translation>从文件学习权重</translation>
    </message>
    <message>
        <source>{name} is no labelled text</source>
        <translation>{name} 不是标注文本</translation>
    </message>
    <message>
        <source>Uses of “{word}”</source>
        <translation>“{word}”的用例</translation>
    </message>
    <message>
        <source>Your colours</source>
        <translation>你的着色</translation>
    </message>
    <message>
        <source> It was stopped before the end.</source>
        <translation> 它在结束前被停止。</translation>
    </message>
    <message>
        <source>Learned “{name}”</source>
        <translation>已学习“{name}”</translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation>近邻</translation>
    </message>
    <message>
        <source>the neighbours</source>
        <translation>近邻</translation>
    </message>
    <message>
        <source>Minimal pairs</source>
        <translation>最小对</translation>
    </message>
    <message>
        <source>the pair of sentences</source>
        <translation>句对</translation>
    </message>
    <message>
        <source>Spelling</source>
        <translation>拼写</translation>
    </message>
    <message>
        <source>the vocabulary</source>
        <translation>词表</translation>
    </message>
    <message>
        <source>the spellings</source>
        <translation>拼写</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>the learned weights</source>
        <translation>学得的权重</translation>
    </message>
    <message>
        <source>How ELMo works (English)</source>
        <translation>ELMo 是怎么工作的（英文）</translation>
    </message>
    <message>
        <source>How ELMo works (Chinese 中文)</source>
        <translation>ELMo 是怎么工作的（中文）</translation>
    </message>
    <message>
        <source>New sentence</source>
        <translation>新句子</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Import text…</source>
        <translation>导入文本…</translation>
    </message>
    <message>
        <source>Export picture…</source>
        <translation>导出图片…</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Fold the lower panel</source>
        <translation>折叠下方面板</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>放大文字</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>缩小文字</translation>
    </message>
    <message>
        <source>Normal text</source>
        <translation>恢复文字大小</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>浅色或深色</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Next part of the window</source>
        <translation>窗口的下一区域</translation>
    </message>
    <message>
        <source>Previous part of the window</source>
        <translation>窗口的上一区域</translation>
    </message>
    <message>
        <source>Open a session…</source>
        <translation>打开会话…</translation>
    </message>
    <message>
        <source>Save the session</source>
        <translation>保存会话</translation>
    </message>
    <message>
        <source>Save the session as…</source>
        <translation>会话另存为…</translation>
    </message>
    <message>
        <source>Save with vectors…</source>
        <translation>连同向量一起保存…</translation>
    </message>
    <message>
        <source>Export tokens as data…</source>
        <translation>将词元导出为数据…</translation>
    </message>
    <message>
        <source>Copy as a picture</source>
        <translation>复制为图片</translation>
    </message>
    <message>
        <source>Present</source>
        <translation>演示</translation>
    </message>
    <message>
        <source>Present from here</source>
        <translation>从此处开始演示</translation>
    </message>
    <message>
        <source>Scenes…</source>
        <translation>场景…</translation>
    </message>
    <message>
        <source>Add this as a scene</source>
        <translation>添加为场景</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation>首选项…</translation>
    </message>
    <message>
        <source>Show me around</source>
        <translation>带我看看</translation>
    </message>
    <message>
        <source>Lessons</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>Next colours</source>
        <translation>下一种着色</translation>
    </message>
    <message>
        <source>Find neighbours of the selection</source>
        <translation>查找所选的近邻</translation>
    </message>
    <message>
        <source>Previous tab</source>
        <translation>上一个标签页</translation>
    </message>
    <message>
        <source>Next tab</source>
        <translation>下一个标签页</translation>
    </message>
    <message>
        <source>Next occurrence</source>
        <translation>下一处出现</translation>
    </message>
    <message>
        <source>Previous occurrence</source>
        <translation>上一处出现</translation>
    </message>
    <message>
        <source>Hide the sentences of the selection</source>
        <translation>隐藏所选的句子</translation>
    </message>
    <message>
        <source>Trajectories through the layers</source>
        <translation>逐层轨迹</translation>
    </message>
    <message>
        <source>Select in the picture</source>
        <translation>在图中选择</translation>
    </message>
    <message>
        <source>Lasso in the picture</source>
        <translation>在图中用套索</translation>
    </message>
    <message>
        <source>Fit the picture</source>
        <translation>图片适合窗口</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图</translation>
    </message>
    <message>
        <source>Remove the sentences of the selection</source>
        <translation>移除所选的句子</translation>
    </message>
    <message>
        <source>Lesson</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>About ELMo Explorer</source>
        <translation>关于 ELMo Explorer</translation>
    </message>
    <message>
        <source>Version, licences and credits</source>
        <translation>版本、许可与致谢</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>全部复制</translation>
    </message>
    <message>
        <source>Copy version, licences and credits as Markdown</source>
        <translation>以 Markdown 复制版本、许可与致谢</translation>
    </message>
    <message>
        <source>All commands…</source>
        <translation>所有命令…</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Follow the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>{title}: ended</source>
        <translation>{title}：已结束</translation>
    </message>
    <message>
        <source>layer {n}: {percent} percent</source>
        <translation>第 {n} 层：百分之 {percent}</translation>
    </message>
    <message>
        <source>Type words for both ends, or begin with:</source>
        <translation>键入两端的词，或从这些开始：</translation>
    </message>
    <message>
        <source>no match</source>
        <translation>没有匹配</translation>
    </message>
    <message>
        <source>Loaded tokens that match: {tip}</source>
        <translation>匹配的已载入词元：{tip}</translation>
    </message>
    <message>
        <source>The two selected tokens are the ends</source>
        <translation>以选中的两个词元为两端</translation>
    </message>
    <message>
        <source>: no loaded token matches one of the ends</source>
        <translation>：有一端没有匹配的已载入词元</translation>
    </message>
    <message>
        <source>Learn weights from these colours</source>
        <translation>用这些着色学习权重</translation>
    </message>
    <message>
        <source>A small classifier learns to tell them apart, and with it the weights of the layers. Every use is scored by what was learned from the others; {sum:,} uses are an indication, no more.</source>
        <translation>一个小分类器学习区分各组，同时学习各层的权重。每个用例都由从其余用例学到的结果来评分；{sum:,} 个用例仅供参考。</translation>
    </message>
    <message>
        <source>Name of the task</source>
        <translation>任务名称</translation>
    </message>
    <message>
        <source>As it will stand among the learned tasks</source>
        <translation>它在已学任务中显示的名称</translation>
    </message>
    <message>
        <source>Learn</source>
        <translation>学习</translation>
    </message>
    <message>
        <source>It takes some seconds</source>
        <translation>需要几秒钟</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source> and {more} more</source>
        <translation> 等另外 {more} 组</translation>
    </message>
    <message>
        <source>{said}; left out, with a single use: {left}{value}.</source>
        <translation>{said}；只有一个用例而被略去：{left}{value}。</translation>
    </message>
    <message>
        <source>Show every cosine less that of two random loaded words (Ethayarajh 2019)</source>
        <translation>所有余弦相似度都减去两个随机已载入词的余弦（Ethayarajh 2019）</translation>
    </message>
    <message>
        <source>Corrected cosines</source>
        <translation>校正余弦</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>校正</translation>
    </message>
    <message>
        <source>layer {k}: {baseline}</source>
        <translation>第 {k} 层：{baseline}</translation>
    </message>
    <message>
        <source>too few words for a baseline</source>
        <translation>词太少，没有基线</translation>
    </message>
    <message>
        <source>A random-pair baseline needs {n} different loaded words.</source>
        <translation>随机词对基线需要 {n} 个不同的已载入词。</translation>
    </message>
    <message>
        <source>corrected</source>
        <translation>校正</translation>
    </message>
    <message>
        <source>cosine</source>
        <translation>余弦</translation>
    </message>
    <message>
        <source>less random pair {baseline}</source>
        <translation>已减去随机词对 {baseline}</translation>
    </message>
    <message>
        <source>random pair {baseline}</source>
        <translation>随机词对 {baseline}</translation>
    </message>
    <message>
        <source>no baseline</source>
        <translation>无基线</translation>
    </message>
    <message>
        <source>less random {baseline}</source>
        <translation>减随机 {baseline}</translation>
    </message>
    <message>
        <source>random {baseline}</source>
        <translation>随机 {baseline}</translation>
    </message>
    <message>
        <source>{no_baseline} Cosines are shown as they are.</source>
        <translation>{no_baseline}余弦按原值显示。</translation>
    </message>
    <message>
        <source>Two random loaded words have a cosine of {baseline} here</source>
        <translation>这里两个随机已载入词的余弦为 {baseline}</translation>
    </message>
    <message>
        <source>{said}; it is taken off every cosine.</source>
        <translation>{said}；每个余弦都已减去它。</translation>
    </message>
    <message>
        <source>{said}: what is more tells something.</source>
        <translation>{said}：超出的部分才说明问题。</translation>
    </message>
    <message>
        <source>1 minus the cosine of the word&apos;s states in both sentences. Colours follow the logarithm, from 0.001 to 1, since the states come together by tenfolds; = means equal to the last bit.</source>
        <translation>1 减去该词在两句中状态的余弦。颜色按对数从 0.001 到 1，因为各状态以十倍之差相互靠近；= 表示连最后一位都相等。</translation>
    </message>
    <message>
        <source>Both ears</source>
        <translation>双耳</translation>
    </message>
    <message>
        <source>Left ear</source>
        <translation>左耳</translation>
    </message>
    <message>
        <source>Right ear</source>
        <translation>右耳</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>双</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>左</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>右</translation>
    </message>
    <message>
        <source>Compare whole vectors: both language models, the words on both sides</source>
        <translation>比较完整向量：两个语言模型，左右两侧的词</translation>
    </message>
    <message>
        <source>Compare the first half: what the forward language model has heard, the word and those to its left</source>
        <translation>比较前一半：前向语言模型听到的，即该词及其左侧的词</translation>
    </message>
    <message>
        <source>Compare the second half: what the backward language model has heard, the word and those to its right</source>
        <translation>比较后一半：后向语言模型听到的，即该词及其右侧的词</translation>
    </message>
    <message>
        <source>In layer 0 both ears hear the word alone.</source>
        <translation>在第 0 层，双耳都只听到词本身。</translation>
    </message>
    <message>
        <source>what comes before</source>
        <translation>前文</translation>
    </message>
    <message>
        <source>what follows</source>
        <translation>后文</translation>
    </message>
    <message>
        <source>both sides</source>
        <translation>两侧</translation>
    </message>
    <message>
        <source>neither side</source>
        <translation>两侧都不</translation>
    </message>
    <message>
        <source>How far apart two groups are in what was heard from the left (first half of the vectors, forward language model) and from the right (second half, backward language model): mean silhouette of the cosine distances, −1 to 1 (Rousseeuw 1987).
An ear tells them apart from {least:.1f} on, where at most {chance:.0f} % of random groups of the same sizes are as far apart. Within {margin:.1f} of each other both do about equally. It is no cosine: the switch Corrected does not change it.</source>
        <translation>两组在从左侧听到的内容（向量的前一半，前向语言模型）和从右侧听到的内容（后一半，后向语言模型）中相距多远：余弦距离的平均轮廓系数，−1 到 1（Rousseeuw 1987）。
从 {least:.1f} 起视为一只耳能区分它们；相同大小的随机分组至多有 {chance:.0f} % 能相距这么远。两者相差不到 {margin:.1f} 时视为相当。它不是余弦：“校正”开关不会改变它。</translation>
    </message>
    <message>
        <source>too few uses: {n_one} and {n_other}</source>
        <translation>用例太少：{n_one} 和 {n_other}</translation>
    </message>
    <message>
        <source>by neither side</source>
        <translation>两侧都不能区分</translation>
    </message>
    <message>
        <source>{mostly}by {sides}, layer {layer}</source>
        <translation>{mostly}由{sides}区分，第 {layer} 层</translation>
    </message>
    <message>
        <source>{both}: too few uses, {n_one} and {n_other}; each needs {fewest_uses}</source>
        <translation>{both}：用例太少，{n_one} 和 {n_other}；每组需要 {fewest_uses} 个</translation>
    </message>
    <message>
        <source>{both}: too few uses to tell, {n_one} and {n_other}; chance would do as well</source>
        <translation>{both}：用例太少，无法判断，{n_one} 和 {n_other}；随机也能如此</translation>
    </message>
    <message>
        <source>{both}: told apart by neither side, at best in layer {layer}: {figures}</source>
        <translation>{both}：两侧都不能区分，最好是第 {layer} 层：{figures}</translation>
    </message>
    <message>
        <source>{both}: told apart {pair_remark}: {figures}</source>
        <translation>{both}：{pair_remark}：{figures}</translation>
    </message>
    <message>
        <source>Layer 0: {forward} in both; the word vector twice</source>
        <translation>第 0 层：双耳均为 {forward}；词向量重复两次</translation>
    </message>
    <message>
        <source>as far by chance: left {left}, right {right}</source>
        <translation>随机也能这么远的概率：左 {left}，右 {right}</translation>
    </message>
    <message>
        <source>{mostly}by {sides}, </source>
        <translation>{mostly}由{sides}区分，</translation>
    </message>
    <message>
        <source>Layer {layer}: {verdict}{figures} ({chance})</source>
        <translation>第 {layer} 层：{verdict}{figures}（{chance}）</translation>
    </message>
    <message>
        <source>mostly </source>
        <translation>主要</translation>
    </message>
    <message>
        <source>under 1 %</source>
        <translation>低于 1 %</translation>
    </message>
    <message>
        <source>left {forward}, right {backward}</source>
        <translation>左 {forward}，右 {backward}</translation>
    </message>
    <message>
        <source>left</source>
        <translation>左</translation>
    </message>
    <message>
        <source>right</source>
        <translation>右</translation>
    </message>
    <message>
        <source>Which ear tells two groups apart</source>
        <translation>哪只耳能区分两组</translation>
    </message>
    <message>
        <source>Layer 0 is the word vector twice: both halves are equal.
{how_told_apart}</source>
        <translation>第 0 层是词向量重复两次：两半相等。
{how_told_apart}</translation>
    </message>
    <message>
        <source>No ear can tell yet</source>
        <translation>还没有哪只耳能区分</translation>
    </message>
    <message>
        <source>layer {k}</source>
        <translation>第 {k} 层</translation>
    </message>
    <message>
        <source>No {noun} is set: to tell {nouns} apart needs two {nouns}.</source>
        <translation>尚未设定{noun}：要区分{nouns}，需要两个{nouns}。</translation>
    </message>
    <message>
        <source>All have the same {noun}: to tell {nouns} apart needs two {nouns}.</source>
        <translation>全部属于同一{noun}：要区分{nouns}，需要两个{nouns}。</translation>
    </message>
    <message>
        <source>Too few uses: two {nouns} of {fewest_uses} uses each are needed to tell them apart by ear.</source>
        <translation>用例太少：要按耳区分，需要两个{nouns}，各有 {fewest_uses} 个用例。</translation>
    </message>
    <message>
        <source>The {n_paired} largest of {n_groups:,} {nouns}.</source>
        <translation>最大的 {n_paired} 个{nouns}，共 {n_groups:,} 个。</translation>
    </message>
    <message>
        <source>The first {n_uses:,} of {n_all:,} uses.</source>
        <translation>前 {n_uses:,} 个用例，共 {n_all:,} 个。</translation>
    </message>
    <message>
        <source>told apart {remark}</source>
        <translation>{remark}</translation>
    </message>
    <message>
        <source>English</source>
        <translation>英语</translation>
    </message>
    <message>
        <source>Chinese 中文</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>, {focus} to {focus2}</source>
        <translation>，{focus} 至 {focus2}</translation>
    </message>
    <message>
        <source>input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>forget</source>
        <translation>遗忘</translation>
    </message>
    <message>
        <source>output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>candidate</source>
        <translation>候选</translation>
    </message>
    <message>
        <source>cell</source>
        <translation>单元</translation>
    </message>
    <message>
        <source>LSTM gates while reading</source>
        <translation>阅读时的 LSTM 门</translation>
    </message>
    <message>
        <source>LSTM gates</source>
        <translation>LSTM 门</translation>
    </message>
    <message>
        <source>Input: how much of the candidate is let into the cell. Forget: how much of the cell is kept.
Output: how much of the cell is shown. Cell: what it holds after the word.
These are the LSTM&apos;s own cells; a projection makes the numbers of the vector&apos;s strips out of all of them,
so cell 7 is not number 7 of a strip.</source>
        <translation>输入：候选值有多少进入单元。遗忘：单元有多少被保留。
输出：单元有多少被显露。单元：读完该词后它保存的值。
这些是 LSTM 自己的单元；向量条带中的数值是由所有单元投影得到的，
所以第 7 个单元不是条带的第 7 个数。</translation>
    </message>
    <message>
        <source>LSTM layer</source>
        <translation>LSTM 层</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前向</translation>
    </message>
    <message>
        <source>Backward</source>
        <translation>后向</translation>
    </message>
    <message>
        <source>Reads from left to right</source>
        <translation>从左向右读</translation>
    </message>
    <message>
        <source>Reads from right to left</source>
        <translation>从右向左读</translation>
    </message>
    <message>
        <source>All cells</source>
        <translation>所有单元</translation>
    </message>
    <message>
        <source>Show all cells again (Esc)</source>
        <translation>重新显示所有单元 (Esc)</translation>
    </message>
    <message>
        <source>Show all cells again</source>
        <translation>重新显示所有单元</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>关</translation>
    </message>
    <message>
        <source>open</source>
        <translation>开</translation>
    </message>
    <message>
        <source>not read yet</source>
        <translation>尚未读取</translation>
    </message>
    <message>
        <source>cell {cell}</source>
        <translation>单元 {cell}</translation>
    </message>
    <message>
        <source>{n} of {n_cells:,} cells each, sorted; bar: mean of all</source>
        <translation>各显示 {n_cells:,} 个单元中的 {n} 个，已排序；横条：全体均值</translation>
    </message>
    <message>
        <source>Layer {k}</source>
        <translation>第 {k} 层</translation>
    </message>
    <message>
        <source>LSTM layer {k}</source>
        <translation>LSTM 第 {k} 层</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Take each word out in turn; what is left is read as it stands</source>
        <translation>依次去掉每个词；其余部分按原样读取</translation>
    </message>
    <message>
        <source>Likely word</source>
        <translation>可能的词</translation>
    </message>
    <message>
        <source>Put the likeliest other word into each place in turn, by the forward and the backward model together</source>
        <translation>依次在每个位置放入最可能的另一个词，由前向与后向模型共同决定</translation>
    </message>
    <message>
        <source>Word:</source>
        <translation>换成：</translation>
    </message>
    <message>
        <source>Put one and the same word into each place in turn: type it beside</source>
        <translation>依次在每个位置放入同一个词：在旁边键入</translation>
    </message>
    <message>
        <source>Each other word in turn</source>
        <translation>依次处理其他每个词</translation>
    </message>
    <message>
        <source>Word that is put into each place</source>
        <translation>放入每个位置的词</translation>
    </message>
    <message>
        <source>Stands in each place in turn; empty for a neutral word</source>
        <translation>依次放在每个位置；留空则用一个中性词</translation>
    </message>
    <message>
        <source>Distance in</source>
        <translation>距离取自</translation>
    </message>
    <message>
        <source>Layer {k}, {layer_kind}</source>
        <translation>第 {k} 层，{layer_kind}</translation>
    </message>
    <message>
        <source>Pictured</source>
        <translation>同图</translation>
    </message>
    <message>
        <source>What the picture shows, the mix or one layer</source>
        <translation>图中所示：混合或某一层</translation>
    </message>
    <message>
        <source>The mix of the layers</source>
        <translation>各层的混合</translation>
    </message>
    <message>
        <source>Words on the left move its forward half alone, words on the right its backward half.</source>
        <translation>左侧的词只移动它的前向一半，右侧的词只移动后向一半。</translation>
    </message>
    <message>
        <source>Layer 0 is the spelling: it never moves.</source>
        <translation>第 0 层是拼写：它从不移动。</translation>
    </message>
    <message>
        <source>layer mix</source>
        <translation>层混合</translation>
    </message>
    <message>
        <source>layer {row} · {layer_kind}</source>
        <translation>第 {row} 层 · {layer_kind}</translation>
    </message>
    <message>
        <source>“{word}” removed</source>
        <translation>去掉“{word}”</translation>
    </message>
    <message>
        <source>“{word}” replaced by “{put}”</source>
        <translation>“{word}”换成“{put}”</translation>
    </message>
    <message>
        <source>without {word}</source>
        <translation>去掉 {word}</translation>
    </message>
    <message>
        <source>“{put}” stands here already: nothing was changed.</source>
        <translation>这里本来就是“{put}”：没有改变。</translation>
    </message>
    <message>
        <source>{change}: the vector of “{word}” moves by {place} ({row_name}); {remark}.</source>
        <translation>{change}：“{word}”的向量移动 {place}（{row_name}）；{remark}。</translation>
    </message>
    <message>
        <source>The vector of “{token}” is followed: its own word stays.</source>
        <translation>跟踪的是“{token}”的向量：它自己的词保持不变。</translation>
    </message>
    <message>
        <source>left: only the forward half</source>
        <translation>左侧：只影响前向一半</translation>
    </message>
    <message>
        <source>right: only the backward half</source>
        <translation>右侧：只影响后向一半</translation>
    </message>
    <message>
        <source>Each word is taken out in turn and the rest is read again: how far does the vector of “{word}” move?</source>
        <translation>依次去掉每个词，重新读其余部分：“{word}”的向量移动多远？</translation>
    </message>
    <message>
        <source>Each word gives its place in turn to the likeliest other word there, by both language models. Where that word means almost the same, little moves.</source>
        <translation>依次把每个词换成两个语言模型认为该处最可能的另一个词。若那个词意思几乎相同，移动就很小。</translation>
    </message>
    <message>
        <source>“{put}” takes each word’s place in turn; another word would move the vector otherwise.</source>
        <translation>“{put}”依次取代每个词；换别的词，向量的移动会不同。</translation>
    </message>
    <message>
        <source> This model has no output layer, so it cannot say which word is likely.</source>
        <translation> 这个模型没有输出层，无法说出哪个词可能。</translation>
    </message>
    <message>
        <source>Where the dashed arrow ends in this picture is approximate.</source>
        <translation>图中虚线箭头的终点是近似的。</translation>
    </message>
    <message>
        <source>Back to all</source>
        <translation>返回全部</translation>
    </message>
    <message>
        <source>Show all loaded tokens again (Esc)</source>
        <translation>重新显示所有已载入词元 (Esc)</translation>
    </message>
    <message>
        <source>{n:,} tokens isolated</source>
        <translation>单独显示 {n:,} 个词元</translation>
    </message>
    <message>
        <source>{n:,} token isolated</source>
        <translation>单独显示 {n:,} 个词元</translation>
    </message>
    <message>
        <source>German</source>
        <translation>德语</translation>
    </message>
    <message>
        <source>Spanish</source>
        <translation>西班牙语</translation>
    </message>
    <message>
        <source>French</source>
        <translation>法语</translation>
    </message>
    <message>
        <source>Italian</source>
        <translation>意大利语</translation>
    </message>
    <message>
        <source>Japanese</source>
        <translation>日语</translation>
    </message>
    <message>
        <source>Korean</source>
        <translation>韩语</translation>
    </message>
    <message>
        <source>Dutch</source>
        <translation>荷兰语</translation>
    </message>
    <message>
        <source>Portuguese</source>
        <translation>葡萄牙语</translation>
    </message>
    <message>
        <source>Russian</source>
        <translation>俄语</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>中文</translation>
    </message>
    <message>
        <source> and </source>
        <translation> 和 </translation>
    </message>
    <message>
        <source>sense</source>
        <translation>词义</translation>
    </message>
    <message>
        <source>senses</source>
        <translation>词义</translation>
    </message>
    <message>
        <source>sentence</source>
        <translation>句子</translation>
    </message>
    <message>
        <source>word form</source>
        <translation>词形</translation>
    </message>
    <message>
        <source>word forms</source>
        <translation>词形</translation>
    </message>
    <message>
        <source>cluster</source>
        <translation>簇</translation>
    </message>
    <message>
        <source>clusters</source>
        <translation>簇</translation>
    </message>
    <message>
        <source>part of speech</source>
        <translation>词性</translation>
    </message>
    <message>
        <source>parts of speech</source>
        <translation>词性</translation>
    </message>
    <message>
        <source>characters</source>
        <translation>字符</translation>
    </message>
    <message>
        <source>shared axes, PCA per layer aligned to the mix</source>
        <translation>坐标轴相同，各层 PCA 与混合对齐</translation>
    </message>
    <message>
        <source>The same words in every layer</source>
        <translation>同样的词在每一层</translation>
    </message>
    <message>
        <source>Add another sentence with “{word}” to compare</source>
        <translation>再添加一个含“{word}”的句子来比较</translation>
    </message>
    <message>
        <source>The layers&apos; pictures need at least 2 occurrences.</source>
        <translation>各层的图至少需要 2 处出现。</translation>
    </message>
    <message>
        <source>spelling only, no context</source>
        <translation>只有拼写，没有语境</translation>
    </message>
    <message>
        <source>separation</source>
        <translation>分离度</translation>
    </message>
    <message>
        <source>self-similarity</source>
        <translation>自相似度</translation>
    </message>
    <message>
        <source>Separation: how far apart the groups are, from −1 to 1 (silhouette by cosine).
Self-similarity: mean cosine of all pairs of the word&apos;s uses.
</source>
        <translation>分离度：各组相距多远，−1 到 1（余弦轮廓系数）。
自相似度：该词所有用例两两余弦的均值。
</translation>
    </message>
    <message>
        <source>within {within}, between {between}</source>
        <translation>组内 {within}，组间 {between}</translation>
    </message>
    <message>
        <source>shared axes; cosines less the layer&apos;s random pair</source>
        <translation>坐标轴相同；余弦已减去该层的随机词对</translation>
    </message>
    <message>
        <source>shared axes; cosines not corrected, {remark}</source>
        <translation>坐标轴相同；余弦未校正，{remark}</translation>
    </message>
    <message>
        <source>add another sentence with “{word}”</source>
        <translation>再添加一个含“{word}”的句子</translation>
    </message>
    <message>
        <source>needs 2 occurrences</source>
        <translation>需要 2 处出现</translation>
    </message>
    <message>
        <source>separation needs two {nouns}</source>
        <translation>分离度需要两个{nouns}</translation>
    </message>
    <message>
        <source>needs two {nouns}</source>
        <translation>需要两个{nouns}</translation>
    </message>
    <message>
        <source>Reading the file…</source>
        <translation>正在读取文件……</translation>
    </message>
    <message>
        <source>Another file…</source>
        <translation>另选文件…</translation>
    </message>
    <message>
        <source>Choose another file</source>
        <translation>另选一个文件</translation>
    </message>
    <message>
        <source>First lines as they are understood</source>
        <translation>所理解的前几行</translation>
    </message>
    <message>
        <source>As it is understood</source>
        <translation>理解的结果</translation>
    </message>
    <message>
        <source>The model stays as it is. Its states are computed once and kept; then a small classifier and the weights of the layers are learned together, and compared with every layer alone.</source>
        <translation>模型保持不变。它的状态只计算一次并保存；然后一起学习一个小分类器和各层的权重，并与单独使用每一层作比较。</translation>
    </message>
    <message>
        <source>Learn in the background; what was learned is kept when it is stopped</source>
        <translation>在后台学习；停止时，已学到的会保留</translation>
    </message>
    <message>
        <source>with the switch above</source>
        <translation>请用上面的开关</translation>
    </message>
    <message>
        <source>All sentences</source>
        <translation>所有句子</translation>
    </message>
    <message>
        <source>With the focus word</source>
        <translation>含焦点词的</translation>
    </message>
    <message>
        <source>Hidden</source>
        <translation>已隐藏的</translation>
    </message>
    <message>
        <source>No sentences yet</source>
        <translation>还没有句子</translation>
    </message>
    <message>
        <source>Type one above, import a text, or open an example.</source>
        <translation>在上方键入一句，导入文本，或打开示例。</translation>
    </message>
    <message>
        <source>No hidden sentences</source>
        <translation>没有隐藏的句子</translation>
    </message>
    <message>
        <source>The eye at a row’s end hides it in the other views.</source>
        <translation>行尾的眼睛会在其他视图中隐藏该句。</translation>
    </message>
    <message>
        <source>No focus word</source>
        <translation>没有焦点词</translation>
    </message>
    <message>
        <source>Click any word of a sentence to compare its uses.</source>
        <translation>点击句中任意一个词，比较它的用例。</translation>
    </message>
    <message>
        <source>No visible sentence with “{word}”</source>
        <translation>没有含“{word}”的可见句子</translation>
    </message>
    <message>
        <source>Sentences</source>
        <translation>句子</translation>
    </message>
    <message>
        <source>Mixing weights</source>
        <translation>混合权重</translation>
    </message>
    <message>
        <source>Views of the words and Training</source>
        <translation>词的视图与训练</translation>
    </message>
    <message>
        <source>Copied as a picture</source>
        <translation>已复制为图片</translation>
    </message>
    <message>
        <source>The tab {name} is not in front.</source>
        <translation>标签页 {name} 不在最前面。</translation>
    </message>
    <message>
        <source>SVG picture (*.svg)</source>
        <translation>SVG 图片 (*.svg)</translation>
    </message>
    <message>
        <source>PDF document (*.pdf)</source>
        <translation>PDF 文档 (*.pdf)</translation>
    </message>
    <message>
        <source>Export as a picture</source>
        <translation>导出为图片</translation>
    </message>
    <message>
        <source>PNG picture (*.png)</source>
        <translation>PNG 图片 (*.png)</translation>
    </message>
    <message>
        <source>Another model</source>
        <translation>另一个模型</translation>
    </message>
    <message>
        <source>, {done:,} of {total:,} {unit}</source>
        <translation>，{done:,} / {total:,} {unit}</translation>
    </message>
    <message>
        <source>{name} could not be loaded: {fault}</source>
        <translation>无法加载 {name}：{fault}</translation>
    </message>
    <message>
        <source>{title} {name} stays open.</source>
        <translation>{title} {name} 仍保持打开。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Read {language} with {name}</source>
        <translation>用 {name} 读{language}</translation>
    </message>
    <message>
        <source>This sentence is {language}</source>
        <translation>这个句子是{language}</translation>
    </message>
    <message>
        <source>{n:,} sentences are {language}</source>
        <translation>{n:,} 个句子是{language}</translation>
    </message>
    <message>
        <source>{what}; {name} was trained on {trained}.</source>
        <translation>{what}；{name} 是用{trained}训练的。</translation>
    </message>
    <message>
        <source>{said} No {language} model is installed.</source>
        <translation>{said} 没有安装{language}模型。</translation>
    </message>
    <message>
        <source>too few words for a random pair</source>
        <translation>词太少，没有随机词对</translation>
    </message>
    <message>
        <source>100 % is the distance of a random pair, {random}</source>
        <translation>100 % 为随机词对的距离 {random}</translation>
    </message>
    <message>
        <source>random pair {random}</source>
        <translation>随机词对 {random}</translation>
    </message>
    <message>
        <source>{no_baseline} Distances are shown as they are.</source>
        <translation>{no_baseline}距离按原值显示。</translation>
    </message>
    <message>
        <source>Two random loaded words are {random} apart here</source>
        <translation>这里两个随机已载入词相距 {random}</translation>
    </message>
    <message>
        <source>{apart}; every distance is shown as a share of that.</source>
        <translation>{apart}；每个距离都显示为它的百分比。</translation>
    </message>
    <message>
        <source>Pick a word to compare</source>
        <translation>选一个词来比较</translation>
    </message>
    <message>
        <source>Click any word in a sentence. Every other occurrence of it is added to the view.</source>
        <translation>点击句中任意一个词，它的其他出现都会加入视图。</translation>
    </message>
    <message>
        <source>No visible sentence contains “{word}”</source>
        <translation>没有含“{word}”的可见句子</translation>
    </message>
    <message>
        <source>Type one, show a hidden sentence, or pick another word.</source>
        <translation>键入一句，显示一个隐藏的句子，或另选一个词。</translation>
    </message>
    <message>
        <source>Words that occur more than twice</source>
        <translation>出现两次以上的词</translation>
    </message>
    <message>
        <source>Words that occur twice</source>
        <translation>出现两次的词</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>More options</source>
        <translation>更多选项</translation>
    </message>
    <message>
        <source>Options as TOML</source>
        <translation>TOML 形式的选项</translation>
    </message>
    <message>
        <source>All that the form has no field for, as the training config says it. [probes] sentences = [&quot;sense: The *word* in its sentence .&quot;, …] names sentences of your own to watch.</source>
        <translation>表单中没有的一切，写法同训练配置。[probes] sentences = [&quot;sense: The *word* in its sentence .&quot;, …] 指定要观察的句子。</translation>
    </message>
    <message>
        <source>Use these</source>
        <translation>使用这些</translation>
    </message>
    <message>
        <source>Moved: the share of the probability that went from some words to others, half of all changes added up over the whole vocabulary. Below it the true word&apos;s surprisal and the words that changed most, from A to B.</source>
        <translation>变化量：从一些词转移到另一些词的概率所占的份额，即整个词表上所有变化之和的一半。其下是真实词的惊异度，以及从 A 到 B 变化最大的词。</translation>
    </message>
    <message>
        <source>Predictions that changed</source>
        <translation>变化了的预测</translation>
    </message>
    <message>
        <source>No word in common</source>
        <translation>没有共同的词</translation>
    </message>
    <message>
        <source>nothing can be compared</source>
        <translation>无从比较</translation>
    </message>
    <message>
        <source>upright line: random pair</source>
        <translation>竖线：随机词对</translation>
    </message>
    <message>
        <source>Shift of “{a}”</source>
        <translation>“{a}”的偏移</translation>
    </message>
    <message>
        <source>{explanation}
Mix: {explanation2}</source>
        <translation>{explanation}
混合：{explanation2}</translation>
    </message>
    <message>
        <source>The model “{model_name}” has no output layer, so it predicts no words; the states are compared without one.</source>
        <translation>模型“{model_name}”没有输出层，不能预测词；不用它也能比较状态。</translation>
    </message>
    <message>
        <source>Both sentences have the same words: nothing changes.</source>
        <translation>两句的词相同：没有变化。</translation>
    </message>
    <message>
        <source>Forward →</source>
        <translation>前向 →</translation>
    </message>
    <message>
        <source>Backward ←</source>
        <translation>后向 ←</translation>
    </message>
    <message>
        <source>layer 0</source>
        <translation>第 0 层</translation>
    </message>
    <message>
        <source>of two languages, both read by the model “{model_name}”</source>
        <translation>分属两种语言，都由模型“{model_name}”读取</translation>
    </message>
    <message>
        <source>that have the same words</source>
        <translation>词都相同</translation>
    </message>
    <message>
        <source>1 place</source>
        <translation>1 处</translation>
    </message>
    <message>
        <source>{n} places</source>
        <translation>{n} 处</translation>
    </message>
    <message>
        <source>they differ in {places}; the words that both have stand in one column</source>
        <translation>相差 {places}；两句共有的词排在同一列</translation>
    </message>
    <message>
        <source>layer {layer}</source>
        <translation>第 {layer} 层</translation>
    </message>
    <message>
        <source>{directions} layer {layer}</source>
        <translation>{directions}第 {layer} 层</translation>
    </message>
    <message>
        <source>{name}: the same to the last bit</source>
        <translation>{name}：连最后一位都相同</translation>
    </message>
    <message>
        <source>{name}: {said} apart; {remark}</source>
        <translation>{name}：相距 {said}；{remark}</translation>
    </message>
    <message>
        <source>{direction}: the same words to the {side}, the same guess</source>
        <translation>{direction}：{side}侧的词相同，猜测也相同</translation>
    </message>
    <message>
        <source>{direction}: {said} of the probability moved to other words: {words}</source>
        <translation>{direction}：{said} 的概率转移到了别的词：{words}</translation>
    </message>
    <message>
        <source>{moved} % moved</source>
        <translation>移动 {moved} %</translation>
    </message>
    <message>
        <source>surprisal from the</source>
        <translation>惊异度，来自</translation>
    </message>
    <message>
        <source>not in vocabulary</source>
        <translation>不在词表中</translation>
    </message>
    <message>
        <source>{said} → {said2} bits</source>
        <translation>{said} → {said2} 比特</translation>
    </message>
    <message>
        <source>of {random}</source>
        <translation>随机的 {random}</translation>
    </message>
    <message>
        <source>no word</source>
        <translation>没有词</translation>
    </message>
    <message>
        <source>behind it</source>
        <translation>在它之后</translation>
    </message>
    <message>
        <source>before it</source>
        <translation>在它之前</translation>
    </message>
    <message>
        <source>not yet half</source>
        <translation>还不到一半</translation>
    </message>
    <message>
        <source>at the end</source>
        <translation>在句尾</translation>
    </message>
    <message>
        <source>at the start</source>
        <translation>在句首</translation>
    </message>
    <message>
        <source>half as far</source>
        <translation>减半</translation>
    </message>
    <message>
        <source>{words} word on</source>
        <translation>过 {words} 个词</translation>
    </message>
    <message>
        <source>{words} words on</source>
        <translation>过 {words} 个词</translation>
    </message>
    <message>
        <source>See how context changes a word</source>
        <translation>看语境如何改变一个词</translation>
    </message>
    <message>
        <source>Open {first} example</source>
        <translation>打开示例 {first}</translation>
    </message>
    <message>
        <source>Import a file…</source>
        <translation>导入文件…</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>模型…</translation>
    </message>
    <message>
        <source>Or type a sentence on the left and press Enter.</source>
        <translation>或在左侧键入一个句子，然后按回车。</translation>
    </message>
    <message>
        <source>{done:,} of {total:,}{unit}</source>
        <translation>{done:,} / {total:,}{unit}</translation>
    </message>
    <message>
        <source>The previous model stays usable until this one is ready.</source>
        <translation>新模型就绪之前，原来的模型仍可使用。</translation>
    </message>
    <message>
        <source>Your sentences appear as soon as it is ready.</source>
        <translation>模型一就绪，你的句子就会出现。</translation>
    </message>
    <message>
        <source>about {elapsed} s</source>
        <translation>约 {elapsed} 秒</translation>
    </message>
    <message>
        <source>This model could not be loaded</source>
        <translation>无法加载这个模型</translation>
    </message>
    <message>
        <source>Choose another file…</source>
        <translation>另选文件…</translation>
    </message>
    <message>
        <source>{still_active} stays open.</source>
        <translation>{still_active} 仍保持打开。</translation>
    </message>
    <message>
        <source>The GPU ran out of memory</source>
        <translation>GPU 内存不足</translation>
    </message>
    <message>
        <source>Continue with batch 16</source>
        <translation>以批大小 16 继续</translation>
    </message>
    <message>
        <source>Continue on CPU</source>
        <translation>用 CPU 继续</translation>
    </message>
    <message>
        <source>Stop here</source>
        <translation>到此为止</translation>
    </message>
    <message>
        <source>Continue with batch {batch_size}</source>
        <translation>以批大小 {batch_size} 继续</translation>
    </message>
    <message>
        <source>Click any word in a sentence. Every other occurrence
of it is added to the view.</source>
        <translation>点击句中任意一个词，它的其他出现
都会加入视图。</translation>
    </message>
    <message>
        <source>Compare the {count} occurrences of {word}</source>
        <translation>比较 {word} 的 {count} 处出现</translation>
    </message>
    <message>
        <source>{shown} has no sentence to read yet</source>
        <translation>{shown} 还没有可读的句子</translation>
    </message>
    <message>
        <source>Those that are here are read by {other}. Type one, or open an example.</source>
        <translation>现有的句子由 {other} 读取。请键入一句，或打开示例。</translation>
    </message>
    <message>
        <source>Show {other}</source>
        <translation>显示 {other}</translation>
    </message>
    <message>
        <source>In context</source>
        <translation>语境</translation>
    </message>
    <message>
        <source>sorted by cluster</source>
        <translation>按簇排序</translation>
    </message>
    <message>
        <source>by cluster</source>
        <translation>按簇</translation>
    </message>
    <message>
        <source>Which half of the vectors is compared</source>
        <translation>比较向量的哪一半</translation>
    </message>
    <message>
        <source>Cosine similarity</source>
        <translation>余弦相似度</translation>
    </message>
    <message>
        <source>ordered by cluster</source>
        <translation>按簇排列</translation>
    </message>
    <message>
        <source>Similarity</source>
        <translation>相似度</translation>
    </message>
    <message>
        <source>within and between senses</source>
        <translation>词义内与词义间</translation>
    </message>
    <message>
        <source>Told by layer or by ear</source>
        <translation>按层或按耳</translation>
    </message>
    <message>
        <source>By layer</source>
        <translation>按层</translation>
    </message>
    <message>
        <source>By ear</source>
        <translation>按耳</translation>
    </message>
    <message>
        <source>Cosines layer by layer, beside those of random pairs</source>
        <translation>逐层的余弦，与随机词对并列</translation>
    </message>
    <message>
        <source>Which ear tells two groups apart: what comes before the word, or what follows</source>
        <translation>哪只耳能区分两组：词的前文，还是后文</translation>
    </message>
    <message>
        <source>The matrix and the curves need at least 2 occurrences.</source>
        <translation>矩阵与曲线至少需要 2 处出现。</translation>
    </message>
    <message>
        <source>mix</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>first {most_compared} of {n_all:,}</source>
        <translation>前 {most_compared} 处，共 {n_all:,} 处</translation>
    </message>
    <message>
        <source>Corrected cosine</source>
        <translation>校正余弦</translation>
    </message>
    <message>
        <source>Silhouette</source>
        <translation>轮廓系数</translation>
    </message>
    <message>
        <source>−1 to 1</source>
        <translation>−1 到 1</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取……</translation>
    </message>
    <message>
        <source>The sentence, shaded by influence</source>
        <translation>按影响深浅着色的句子</translation>
    </message>
    <message>
        <source>Distance by word and layer</source>
        <translation>按词与层的距离</translation>
    </message>
    <message>
        <source>Click a row to shade the words by it</source>
        <translation>点击一行，按它给词着色</translation>
    </message>
    <message>
        <source>What matters most</source>
        <translation>影响最大的词</translation>
    </message>
    <message>
        <source>Put this into the sentences</source>
        <translation>放入句子列表</translation>
    </message>
    <message>
        <source>Put the pinned variant into the sentences</source>
        <translation>把固定的变体放入句子列表</translation>
    </message>
    <message>
        <source>{done} of {total} variants of the sentence</source>
        <translation>{done} / {total} 个句子变体</translation>
    </message>
    <message>
        <source>No model is open yet</source>
        <translation>还没有打开模型</translation>
    </message>
    <message>
        <source>Influence is measured when one is loaded.</source>
        <translation>加载模型后即可测量影响。</translation>
    </message>
    <message>
        <source>No sentence to read yet</source>
        <translation>还没有可读的句子</translation>
    </message>
    <message>
        <source>Type one at the left and click one of its words: the tab shows which of the others move its vector.</source>
        <translation>在左侧键入一句并点击其中一个词：这里显示其他哪些词会移动它的向量。</translation>
    </message>
    <message>
        <source>Another model reads this sentence</source>
        <translation>这个句子由另一个模型读取</translation>
    </message>
    <message>
        <source>Click the sentence in the list to change over to it.</source>
        <translation>点击列表中的这个句子即可切换过去。</translation>
    </message>
    <message>
        <source>“{word}” stands alone</source>
        <translation>“{word}”独自成句</translation>
    </message>
    <message>
        <source>A sentence of one word has no context that could move its vector: add words to it.</source>
        <translation>只有一个词的句子没有能移动其向量的语境：请再加几个词。</translation>
    </message>
    <message>
        <source>Each variant of the sentence is read once.</source>
        <translation>句子的每个变体各读一次。</translation>
    </message>
    <message>
        <source>Pick a word</source>
        <translation>选一个词</translation>
    </message>
    <message>
        <source>whose vector is to be followed</source>
        <translation>跟踪它的向量</translation>
    </message>
    <message>
        <source>Follow the vector of “{}”</source>
        <translation>跟踪“{}”的向量</translation>
    </message>
    <message>
        <source>Click one of these words: each of the others is then changed in turn.</source>
        <translation>点击其中一个词：其他每个词将依次改变。</translation>
    </message>
    <message>
        <source>What moves “{word}”?</source>
        <translation>什么在移动“{word}”？</translation>
    </message>
    <message>
        <source>sentence {number:,}; {row_name}, {remark}</source>
        <translation>句子 {number:,}；{row_name}，{remark}</translation>
    </message>
    <message>
        <source>sentence {number:,}; {row_name}</source>
        <translation>句子 {number:,}；{row_name}</translation>
    </message>
    <message>
        <source>share of a random pair’s distance</source>
        <translation>占随机词对距离的百分比</translation>
    </message>
    <message>
        <source>1 − cos, before and after</source>
        <translation>1 − cos，改变前后</translation>
    </message>
    <message>
        <source>{said} Click a word to keep its variant in view.</source>
        <translation>{said} 点击一个词可固定它的变体。</translation>
    </message>
    <message>
        <source>Add the sentence with this word changed as one of its own; undo takes it out again</source>
        <translation>把换了这个词的句子单独添加为一句；撤销可再去掉</translation>
    </message>
    <message>
        <source>Click a word first: its variant is then added as a sentence of its own</source>
        <translation>请先点击一个词：它的变体就会单独添加为一句</translation>
    </message>
    <message>
        <source>from the left</source>
        <translation>从左侧</translation>
    </message>
    <message>
        <source>% likely</source>
        <translation>可能性 %</translation>
    </message>
    <message>
        <source>from the right</source>
        <translation>从右侧</translation>
    </message>
    <message>
        <source>Both sides ↔</source>
        <translation>两侧 ↔</translation>
    </message>
    <message>
        <source>and the right</source>
        <translation>与右侧</translation>
    </message>
    <message>
        <source>What fits between the words to the left and those to the right: the forward and the backward probability multiplied, divided by how frequent the word is anyway (a Zipf prior). A heuristic, since the two models were trained apart.</source>
        <translation>左右两侧的词之间适合填什么：前向与后向概率相乘，再除以该词本来的频率（齐普夫先验）。这是启发式做法，因为两个模型是分别训练的。</translation>
    </message>
    <message>
        <source>Next-word predictions</source>
        <translation>下一词预测</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Each side</source>
        <translation>单侧</translation>
    </message>
    <message>
        <source>Both sides</source>
        <translation>两侧</translation>
    </message>
    <message>
        <source>The forward model from the left, the backward model from the right</source>
        <translation>前向模型看左侧，后向模型看右侧</translation>
    </message>
    <message>
        <source>2 to the mean surprisal of the sentence&apos;s words and its end; words outside the vocabulary are left out</source>
        <translation>2 的（句中各词与句尾的平均惊异度）次方；不计词表外的词</translation>
    </message>
    <message>
        <source>Suggest next words while typing</source>
        <translation>键入时建议下一个词</translation>
    </message>
    <message>
        <source>Offer the forward model&apos;s next words below the field in which you type</source>
        <translation>在输入框下方提供前向模型预测的下一个词</translation>
    </message>
    <message>
        <source>Type-ahead</source>
        <translation>输入联想</translation>
    </message>
    <message>
        <source>Predictions appear when one is loaded.</source>
        <translation>加载模型后显示预测。</translation>
    </message>
    <message>
        <source>The model “{name}” has no output layer, so it cannot say which word comes next.</source>
        <translation>模型“{name}”没有输出层，无法说出下一个词。</translation>
    </message>
    <message>
        <source>Published HDF5 files hold none; the bundled models have one. Vectors, picture and layers need none.</source>
        <translation>已发布的 HDF5 文件没有输出层；随附的模型有。词向量、图和各层都不需要它。</translation>
    </message>
    <message>
        <source>Type one at the left, or choose one in the list: each of its words is predicted here.</source>
        <translation>在左侧键入一句，或在列表中选一句：这里会预测它的每个词。</translation>
    </message>
    <message>
        <source>Reading the sentence…</source>
        <translation>正在读取句子……</translation>
    </message>
    <message>
        <source>each column from both sides</source>
        <translation>每列由两侧预测</translation>
    </message>
    <message>
        <source>each column predicts its own word</source>
        <translation>每列预测它自己的词</translation>
    </message>
    <message>
        <source>Words that fit</source>
        <translation>适合的词</translation>
    </message>
    <message>
        <source>sentence {number:,}, {what}</source>
        <translation>句子 {number:,}，{what}</translation>
    </message>
    <message>
        <source>sentence {number:,}</source>
        <translation>句子 {number:,}</translation>
    </message>
    <message>
        <source>forward perplexity</source>
        <translation>前向困惑度</translation>
    </message>
    <message>
        <source>backward perplexity</source>
        <translation>后向困惑度</translation>
    </message>
    <message>
        <source>{join}, read by their characters</source>
        <translation>{join}，按字符读取</translation>
    </message>
    <message>
        <source>{model} would cut: {join}</source>
        <translation>{model} 会切分为：{join}</translation>
    </message>
    <message>
        <source>Not in vocabulary</source>
        <translation>不在词表中</translation>
    </message>
    <message>
        <source>Segmentation</source>
        <translation>分词</translation>
    </message>
    <message>
        <source>P = {probability} %, rank {rank:,}, {bits:.1f} bits</source>
        <translation>P = {probability} %，第 {rank:,} 名，{bits:.1f} 比特</translation>
    </message>
    <message>
        <source>{bits:.1f} bits, P = {probability} %, rank {rank:,}</source>
        <translation>{bits:.1f} 比特，P = {probability} %，第 {rank:,} 名</translation>
    </message>
    <message>
        <source>characters · form</source>
        <translation>字符 · 形式</translation>
    </message>
    <message>
        <source>layer 1</source>
        <translation>第 1 层</translation>
    </message>
    <message>
        <source>LSTM · syntax</source>
        <translation>LSTM · 句法</translation>
    </message>
    <message>
        <source>layer 2</source>
        <translation>第 2 层</translation>
    </message>
    <message>
        <source>LSTM · meaning</source>
        <translation>LSTM · 语义</translation>
    </message>
    <message>
        <source>γ changes lengths only; cosines stay the same.</source>
        <translation>γ 只改变长度；余弦不变。</translation>
    </message>
    <message>
        <source>Back to the average, γ = 1, no locks</source>
        <translation>恢复为平均，γ = 1，不锁定</translation>
    </message>
    <message>
        <source>Separation</source>
        <translation>分离度</translation>
    </message>
    <message>
        <source>Best mix</source>
        <translation>最佳混合</translation>
    </message>
    <message>
        <source>Layer normalisation</source>
        <translation>层归一化</translation>
    </message>
    <message>
        <source>Each layer&apos;s vectors get mean 0 and variance 1 before they are weighed: every layer is as long</source>
        <translation>加权之前，每层的向量先变为均值 0、方差 1：各层长度相同</translation>
    </message>
    <message>
        <source>How far apart the coloured groups are at this mix: cosine silhouette, −1 to 1</source>
        <translation>在此混合下各着色组相距多远：余弦轮廓系数，−1 到 1</translation>
    </message>
    <message>
        <source>The mix that separates the groups most needs two groups of two uses</source>
        <translation>要找最能区分各组的混合，需要两组，各有两个用例</translation>
    </message>
    <message>
        <source>Go to the mix that separates the groups most: {parts}</source>
        <translation>转到最能区分各组的混合：{parts}</translation>
    </message>
    <message>
        <source>{tooltip}
Over the triangle: {low:.2f} to {high:.2f}</source>
        <translation>{tooltip}
整个三角形上：{low:.2f} 至 {high:.2f}</translation>
    </message>
    <message>
        <source>The picture shows layer {layer} alone. &lt;a href=&quot;mix&quot; style=&quot;color: {colour}; text-decoration: none&quot;&gt;Show the mix&lt;/a&gt;</source>
        <translation>图中只显示第 {layer} 层。&lt;a href=&quot;mix&quot; style=&quot;color: {colour}; text-decoration: none&quot;&gt;显示混合&lt;/a&gt;</translation>
    </message>
    <message>
        <source>LSTM {j}</source>
        <translation>LSTM {j}</translation>
    </message>
    <message>
        <source>Average</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>The same weight for every layer</source>
        <translation>每层权重相同</translation>
    </message>
    <message>
        <source>Layer {j}</source>
        <translation>第 {j} 层</translation>
    </message>
    <message>
        <source>Only layer {j}, {said}</source>
        <translation>只用第 {j} 层，{said}</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Same word</source>
        <translation>同一个词</translation>
    </message>
    <message>
        <source>Other words</source>
        <translation>其他词</translation>
    </message>
    <message>
        <source>Every loaded token</source>
        <translation>所有已载入词元</translation>
    </message>
    <message>
        <source>Tokens spelt like it, in upper or lower case</source>
        <translation>拼写相同的词元，不分大小写</translation>
    </message>
    <message>
        <source>Tokens that are spelt otherwise</source>
        <translation>拼写不同的词元</translation>
    </message>
    <message>
        <source>Nearest tokens</source>
        <translation>最近的词元</translation>
    </message>
    <message>
        <source>Near in</source>
        <translation>近邻取自</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>词</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>List up to {more} more of the nearest tokens</source>
        <translation>再列出最多 {more} 个最近的词元</translation>
    </message>
    <message>
        <source>Pick a word to find its neighbours</source>
        <translation>选一个词来找它的近邻</translation>
    </message>
    <message>
        <source>Select a point in the picture, or click a word in a sentence.</source>
        <translation>在图中选一个点，或在句中点击一个词。</translation>
    </message>
    <message>
        <source>Near in what the picture shows, the mix or one layer</source>
        <translation>按图中所示（混合或某一层）求近邻</translation>
    </message>
    <message>
        <source>Near in the mix of the layers</source>
        <translation>按各层的混合求近邻</translation>
    </message>
    <message>
        <source>layer {layer} · {layer_kind}</source>
        <translation>第 {layer} 层 · {layer_kind}</translation>
    </message>
    <message>
        <source>Nearest to “{word}”</source>
        <translation>与“{word}”最近</translation>
    </message>
    <message>
        <source>{n:,} of {n_all:,}</source>
        <translation>{n:,} / {n_all:,}</translation>
    </message>
    <message>
        <source>“{word}” stands nowhere else</source>
        <translation>别处没有“{word}”</translation>
    </message>
    <message>
        <source>No other loaded token is spelt like it.</source>
        <translation>已载入的词元中没有拼写相同的。</translation>
    </message>
    <message>
        <source>There is no other token</source>
        <translation>没有其他词元</translation>
    </message>
    <message>
        <source>Add a sentence to compare with.</source>
        <translation>请添加句子来比较。</translation>
    </message>
    <message>
        <source>Isolate these</source>
        <translation>单独显示这些</translation>
    </message>
    <message>
        <source>Narrow the picture to these tokens</source>
        <translation>图中只保留这些词元</translation>
    </message>
    <message>
        <source>Show all loaded tokens again</source>
        <translation>重新显示所有已载入词元</translation>
    </message>
    <message>
        <source>1 token</source>
        <translation>1 个词元</translation>
    </message>
    <message>
        <source>{n:,} tokens</source>
        <translation>{n:,} 个词元</translation>
    </message>
    <message>
        <source>Minimal pair</source>
        <translation>最小对</translation>
    </message>
    <message>
        <source>Add to the sentences</source>
        <translation>加入句子列表</translation>
    </message>
    <message>
        <source>Put the second sentence into the list at the left</source>
        <translation>把第二个句子放入左侧列表</translation>
    </message>
    <message>
        <source>Sentences can be compared when one is loaded.</source>
        <translation>加载模型后即可比较句子。</translation>
    </message>
    <message>
        <source>No sentence to compare yet</source>
        <translation>还没有可比较的句子</translation>
    </message>
    <message>
        <source>Type one at the left, or open an example: here it stands beside a second one that differs in one word.</source>
        <translation>在左侧键入一句，或打开示例：这里会把它与只差一个词的另一句并列。</translation>
    </message>
    <message>
        <source>Reading both sentences…</source>
        <translation>正在读取两个句子……</translation>
    </message>
    <message>
        <source>Two sentences</source>
        <translation>两个句子</translation>
    </message>
    <message>
        <source>of two models</source>
        <translation>分属两个模型</translation>
    </message>
    <message>
        <source>These sentences cannot be compared</source>
        <translation>这两个句子不能比较</translation>
    </message>
    <message>
        <source>one word makes the difference</source>
        <translation>一词之差</translation>
    </message>
    <message>
        <source>No loaded sentence differs from this one in one word</source>
        <translation>没有与这句只差一个词的已载入句子</translation>
    </message>
    <message>
        <source>Click a word, then one of the words offered for it above; or type a second sentence.</source>
        <translation>点击一个词，再点击上方为它提供的词之一；或键入第二个句子。</translation>
    </message>
    <message>
        <source>sentence {k:,}</source>
        <translation>句子 {k:,}</translation>
    </message>
    <message>
        <source>not in the list</source>
        <translation>不在列表中</translation>
    </message>
    <message>
        <source>refining</source>
        <translation>优化中</translation>
    </message>
    <message>
        <source>faded: neighbours not kept</source>
        <translation>变淡：近邻未保留</translation>
    </message>
    <message>
        <source>Filter and order</source>
        <translation>筛选与排序</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Import .txt, .csv or .tsv (Ctrl+I)</source>
        <translation>导入 .txt、.csv 或 .tsv (Ctrl+I)</translation>
    </message>
    <message>
        <source>Open an example in place of these sentences</source>
        <translation>打开示例，替换这些句子</translation>
    </message>
    <message>
        <source>{n_long:,} word shortened</source>
        <translation>截短了 {n_long:,} 个词</translation>
    </message>
    <message>
        <source>{n_long:,} words shortened</source>
        <translation>截短了 {n_long:,} 个词</translation>
    </message>
    <message>
        <source>{n:,} of {n_searched:,} contain “{needle}”</source>
        <translation>{n_searched:,} 句中有 {n:,} 句含“{needle}”</translation>
    </message>
    <message>
        <source>None contains “{needle}”</source>
        <translation>没有句子含“{needle}”</translation>
    </message>
    <message>
        <source>Add as a sentence</source>
        <translation>添加为句子</translation>
    </message>
    <message>
        <source>No loaded tokens to compare with: type a sentence at the left, or open an example.</source>
        <translation>没有可比较的已载入词元：请在左侧键入一句，或打开示例。</translation>
    </message>
    <message>
        <source>Type words</source>
        <translation>键入词</translation>
    </message>
    <message>
        <source>Words to look at</source>
        <translation>要查看的词</translation>
    </message>
    <message>
        <source>Up to {most_words} words, invented or misspelt, with spaces between them; a word clicked in a sentence comes first</source>
        <translation>最多 {most_words} 个词，可以是生造或拼错的，用空格隔开；在句中点击的词排在最前</translation>
    </message>
    <message>
        <source>A sentence with {slot} for the word</source>
        <translation>用 {slot} 代替该词的句子</translation>
    </message>
    <message>
        <source>Sentence that the words are put into</source>
        <translation>放入这些词的句子</translation>
    </message>
    <message>
        <source>Every word is read in this sentence, in the place of {slot}: the sentence in view, or one of your own</source>
        <translation>每个词都放在这个句子中 {slot} 的位置来读：当前句子，或你自己的句子</translation>
    </message>
    <message>
        <source>Back to the sentence in view</source>
        <translation>回到当前句子</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Go on encoding the vocabulary&apos;s words</source>
        <translation>继续编码词表</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>试试</translation>
    </message>
    <message>
        <source>In the sentence</source>
        <translation>在句中</translation>
    </message>
    <message>
        <source>Words side by side</source>
        <translation>并列的词</translation>
    </message>
    <message>
        <source>Words can be looked at when one is loaded.</source>
        <translation>加载模型后即可查看词。</translation>
    </message>
    <message>
        <source>Type a word to see how the model spells it out</source>
        <translation>键入一个词，看模型如何从字符拼出它</translation>
    </message>
    <message>
        <source>Invented, misspelt or an emoji: a character CNN makes a vector of any. Or click a word in a sentence, or one of the examples above.</source>
        <translation>生造的、拼错的，或表情符号：字符 CNN 能把任何词变成向量。也可点击句中的词，或上方的例子。</translation>
    </message>
    <message>
        <source>Reading the words…</source>
        <translation>正在读取这些词……</translation>
    </message>
    <message>
        <source>the first {most_words} of {n_typed} words; </source>
        <translation>前 {most_words} 个词，共 {n_typed} 个；</translation>
    </message>
    <message>
        <source>Compared</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>A shade under a letter: how far the word’s layer-0 vector moves without it (cosine distance)</source>
        <translation>字母下的深浅：去掉它后，该词第 0 层向量移动多远（余弦距离）</translation>
    </message>
    <message>
        <source>Layer 0</source>
        <translation>第 0 层</translation>
    </message>
    <message>
        <source>Click to look at “{other}”</source>
        <translation>点击查看“{other}”</translation>
    </message>
    <message>
        <source>No other word type.</source>
        <translation>没有其他词型。</translation>
    </message>
    <message>
        <source>The word’s layer-{layer} vector in the sentence, compared with the {n_tokens:,} loaded tokens’.
</source>
        <translation>该词在句中的第 {layer} 层向量，与 {n_tokens:,} 个已载入词元比较。
</translation>
    </message>
    <message>
        <source>Sentence {number}: {context}</source>
        <translation>句子 {number}：{context}</translation>
    </message>
    <message>
        <source>There is no other token.</source>
        <translation>没有其他词元。</translation>
    </message>
    <message>
        <source>Layer {layer}</source>
        <translation>第 {layer} 层</translation>
    </message>
    <message>
        <source>Click a row to apply it. Rings in the triangle mark where each task&apos;s learned weights lie.</source>
        <translation>点击一行即可应用。三角形中的圆环标出各任务学得的权重。</translation>
    </message>
    <message>
        <source>Train a small classifier that tells the coloured groups apart, and see which layers it wants</source>
        <translation>训练一个小分类器来区分各着色组，看它需要哪些层</translation>
    </message>
    <message>
        <source>It needs two coloured groups of two uses each: give a word&apos;s uses senses, or colour them by cluster</source>
        <translation>需要两个着色组，各有两个用例：给一个词的用例设定词义，或按簇着色</translation>
    </message>
    <message>
        <source>No task has been learned with this model yet.</source>
        <translation>用这个模型还没有学过任务。</translation>
    </message>
    <message>
        <source>Learned by task</source>
        <translation>按任务学得</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop learning; what was learned so far is kept</source>
        <translation>停止学习；已学到的会保留</translation>
    </message>
    <message>
        <source> Learn weights from these colours…</source>
        <translation> 用这些着色学习权重…</translation>
    </message>
    <message>
        <source>Learn from a file, or add a result</source>
        <translation>从文件学习，或添加结果</translation>
    </message>
    <message>
        <source>More about the learned weights</source>
        <translation>关于学得的权重</translation>
    </message>
    <message>
        <source>Learn from a file…</source>
        <translation>从文件学习…</translation>
    </message>
    <message>
        <source>Add a result file…</source>
        <translation>添加结果文件…</translation>
    </message>
    <message>
        <source>What the layers know</source>
        <translation>各层知道什么</translation>
    </message>
    <message>
        <source>Export the chart…</source>
        <translation>导出图表…</translation>
    </message>
    <message>
        <source>Export the table…</source>
        <translation>导出表格…</translation>
    </message>
    <message>
        <source>Export the weights…</source>
        <translation>导出权重…</translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>chars</source>
        <translation>字符</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Weight of layer {j}</source>
        <translation>第 {j} 层的权重</translation>
    </message>
    <message>
        <source>Apply these weights</source>
        <translation>应用这些权重</translation>
    </message>
    <message>
        <source>Shade the triangle by this task</source>
        <translation>按这个任务给三角形着色</translation>
    </message>
    <message>
        <source>Its score was measured at its own mix alone</source>
        <translation>它的得分只在自己的混合处测过</translation>
    </message>
    <message>
        <source>Remove this result</source>
        <translation>移除这个结果</translation>
    </message>
    <message>
        <source> · dev {score}</source>
        <translation> · 开发集 {score}</translation>
    </message>
    <message>
        <source>No task has been learned with this model yet</source>
        <translation>用这个模型还没有学过任务</translation>
    </message>
    <message>
        <source>“Learn weights from these colours…” below the mixing weights, or + for a labelled file.</source>
        <translation>用混合权重下方的“用这些着色学习权重…”，或用 + 选择标注文件。</translation>
    </message>
    <message>
        <source>most frequent</source>
        <translation>最常见</translation>
    </message>
    <message>
        <source>average</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>learned mix</source>
        <translation>学得的混合</translation>
    </message>
    <message>
        <source>{seed} to {seed2}</source>
        <translation>{seed} 至 {seed2}</translation>
    </message>
    <message>
        <source>{name}, %, mean ± standard deviation over {several} seeds; a head of its own for every column</source>
        <translation>{name}，%，{several} 个种子的均值 ± 标准差；每列各有一个分类头</translation>
    </message>
    <message>
        <source>Loss and perplexity are drawn while it reads, and a few sentences with one word in several senses show how their points come apart.</source>
        <translation>读取时会画出损失与困惑度，还有几个一词多义的句子展示它们的点如何分开。</translation>
    </message>
    <message>
        <source>Train a biLM</source>
        <translation>训练双向语言模型</translation>
    </message>
    <message>
        <source>on your own text</source>
        <translation>用你自己的文本</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>开始训练</translation>
    </message>
    <message>
        <source>Train beside the window; it can be paused, and goes on from what is saved</source>
        <translation>在窗口之外训练；可以暂停，并从保存处继续</translation>
    </message>
    <message>
        <source>Options…</source>
        <translation>选项…</translation>
    </message>
    <message>
        <source>The config&apos;s other entries: batch, learning rate, dropout and so on, as TOML</source>
        <translation>配置的其他项：批大小、学习率、dropout 等，以 TOML 书写</translation>
    </message>
    <message>
        <source>Runs and configs</source>
        <translation>训练与配置</translation>
    </message>
    <message>
        <source>Learning curves</source>
        <translation>学习曲线</translation>
    </message>
    <message>
        <source>by tokens read</source>
        <translation>按已读词元</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>sampled softmax, nats</source>
        <translation>采样 softmax，纳特</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>困惑度</translation>
    </message>
    <message>
        <source>held-out text</source>
        <translation>留出文本</translation>
    </message>
    <message>
        <source>See meaning appear</source>
        <translation>看意义如何出现</translation>
    </message>
    <message>
        <source>The first steps come soon.</source>
        <translation>最初几步马上就来。</translation>
    </message>
    <message>
        <source>No step was taken.</source>
        <translation>没有进行任何一步。</translation>
    </message>
    <message>
        <source>Measured every few hundred steps.</source>
        <translation>每几百步测一次。</translation>
    </message>
    <message>
        <source>It was not measured.</source>
        <translation>没有测量。</translation>
    </message>
    <message>
        <source>Open a config…</source>
        <translation>打开配置…</translation>
    </message>
    <message>
        <source>Save this config…</source>
        <translation>保存此配置…</translation>
    </message>
    <message>
        <source>Open a run…</source>
        <translation>打开一次训练…</translation>
    </message>
    <message>
        <source>Open a config</source>
        <translation>打开配置</translation>
    </message>
    <message>
        <source>Training config (*.toml)</source>
        <translation>训练配置 (*.toml)</translation>
    </message>
    <message>
        <source>Save this config</source>
        <translation>保存此配置</translation>
    </message>
    <message>
        <source>The folder of a run</source>
        <translation>一次训练的文件夹</translation>
    </message>
    <message>
        <source>word</source>
        <translation>词</translation>
    </message>
    <message>
        <source>the layer mix</source>
        <translation>层混合</translation>
    </message>
    <message>
        <source>layer {layer} · {layer_name}</source>
        <translation>第 {layer} 层 · {layer_name}</translation>
    </message>
    <message>
        <source>the mix</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>{axes} of {what}{matches}</source>
        <translation>{what} · {axes}{matches}</translation>
    </message>
    <message>
        <source>{method_names} of {what}</source>
        <translation>{what}的 {method_names}</translation>
    </message>
    <message>
        <source> of the variance</source>
        <translation> 的方差</translation>
    </message>
    <message>
        <source> · {n_shown:,} of {n_shown2:,} tokens</source>
        <translation> · {n_shown2:,} 个词元中的 {n_shown:,} 个</translation>
    </message>
    <message>
        <source>Axes {names}</source>
        <translation>轴 {names}</translation>
    </message>
    <message>
        <source>Axis {names}</source>
        <translation>轴 {names}</translation>
    </message>
    <message>
        <source> · {join} tokens</source>
        <translation> · {join} 个词元</translation>
    </message>
    <message>
        <source>occurrence</source>
        <translation>处出现</translation>
    </message>
    <message>
        <source>occurrences</source>
        <translation>处出现</translation>
    </message>
    <message>
        <source>The lasso holds {n:,} tokens</source>
        <translation>套索圈住 {n:,} 个词元</translation>
    </message>
    <message>
        <source>{most_selected:,} of them are selected, from all over it; that is the most at once.</source>
        <translation>其中均匀选取了 {most_selected:,} 个；一次最多这么多。</translation>
    </message>
    <message>
        <source>no sense</source>
        <translation>无词义</translation>
    </message>
    <message>
        <source>layer 0: every “{word}” starts here</source>
        <translation>第 0 层：每个“{word}”都从这里出发</translation>
    </message>
    <message>
        <source>sentence {number}, word {index} of {n}</source>
        <translation>句子 {number}，第 {index} 个词，共 {n} 个</translation>
    </message>
    <message>
        <source>Nearest “{word}”</source>
        <translation>最近的“{word}”</translation>
    </message>
    <message>
        <source>Nearest</source>
        <translation>最近</translation>
    </message>
    <message>
        <source>{n} selected</source>
        <translation>已选 {n} 个</translation>
    </message>
    <message>
        <source>sentence {number} of {n}</source>
        <translation>句子 {number}，共 {n} 句</translation>
    </message>
    <message>
        <source>nearest: sentence {number}, {value}</source>
        <translation>最近：句子 {number}，{value}</translation>
    </message>
    <message>
        <source>Hide sentence</source>
        <translation>隐藏句子</translation>
    </message>
    <message>
        <source>Hide {n_sentences} sentences</source>
        <translation>隐藏 {n_sentences} 个句子</translation>
    </message>
    <message>
        <source>Find neighbours</source>
        <translation>查找近邻</translation>
    </message>
    <message>
        <source>Copy sentence</source>
        <translation>复制句子</translation>
    </message>
    <message>
        <source>Copy vector</source>
        <translation>复制向量</translation>
    </message>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>Type a sentence</source>
        <translation>键入一个句子</translation>
    </message>
    <message>
        <source>Enter adds it. Then click a word in it: all its uses are compared.</source>
        <translation>按回车添加，再点击其中一个词：它的所有用例都会拿来比较。</translation>
    </message>
    <message>
        <source>Every point is a use of a word</source>
        <translation>每个点是词的一次使用</translation>
    </message>
    <message>
        <source>Each use has a vector of its own, made from its sentence. Uses that are alike lie close together.</source>
        <translation>每个用例都有由其句子得出的向量。相似的用例彼此靠近。</translation>
    </message>
    <message>
        <source>Mix the layers</source>
        <translation>混合各层</translation>
    </message>
    <message>
        <source>Drag the handle: layer 0 knows the spelling alone, the upper layers know the sentence.</source>
        <translation>拖动手柄：第 0 层只知道拼写，较高的层知道整个句子。</translation>
    </message>
    <message>
        <source>Ask on</source>
        <translation>继续追问</translation>
    </message>
    <message>
        <source>Each tab asks something else: how alike, why here, what comes next, what does a layer know?</source>
        <translation>每个标签页问不同的问题：有多像、为何在此、下一个词是什么、某一层知道什么？</translation>
    </message>
    <message>
        <source>Show it to others</source>
        <translation>展示给别人</translation>
    </message>
    <message>
        <source>Save, export and all the rest is in this menu, a lesson that is ready, too. F5 presents. F1 explains the part you are in.</source>
        <translation>保存、导出和其余功能都在这个菜单里，还有一堂可以直接讲的课。F5 演示。F1 解释您所在的部分。</translation>
    </message>
    <message>
        <source>The model stays as it was</source>
        <translation>模型保持原样</translation>
    </message>
    <message>
        <source>The preferences could not be stored</source>
        <translation>无法保存首选项</translation>
    </message>
    <message>
        <source>Pages of the preferences</source>
        <translation>首选项的页面</translation>
    </message>
    <message>
        <source>Reset to defaults</source>
        <translation>恢复默认</translation>
    </message>
    <message>
        <source>All preferences and keys as at first</source>
        <translation>所有首选项与快捷键恢复原样</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close the preferences (Esc)</source>
        <translation>关闭首选项 (Esc)</translation>
    </message>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Of the window; the models read what they were trained on.</source>
        <translation>窗口的语言；模型读的是训练时的语言。</translation>
    </message>
    <message>
        <source>Size of the text</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>13 pixels are 100 %; Ctrl + and Ctrl − change it, too.</source>
        <translation>13 像素为 100 %；Ctrl + 和 Ctrl − 也可调整。</translation>
    </message>
    <message>
        <source>Reduce motion</source>
        <translation>减少动画</translation>
    </message>
    <message>
        <source>Nothing glides or fades; the picture is at once where it goes to.</source>
        <translation>没有滑动与渐变；图直接到位。</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>高对比度</translation>
    </message>
    <message>
        <source>Stronger lines and text.</source>
        <translation>更清晰的线条与文字。</translation>
    </message>
    <message>
        <source>Keep the session by itself</source>
        <translation>自动保存会话</translation>
    </message>
    <message>
        <source>A second after every change, so that nothing is lost where the power goes.</source>
        <translation>每次改动一秒后保存，断电也不丢失。</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Where the models run. The open ones are loaded again.</source>
        <translation>模型在哪里运行。已打开的模型会重新加载。</translation>
    </message>
    <message>
        <source>The fastest there is</source>
        <translation>最快的设备</translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation>处理器 (CPU)</translation>
    </message>
    <message>
        <source>NVIDIA graphics (CUDA)</source>
        <translation>NVIDIA 显卡 (CUDA)</translation>
    </message>
    <message>
        <source>Apple graphics (MPS)</source>
        <translation>Apple 显卡 (MPS)</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>bf16 is faster where the device multiplies in it, and changes every vector a little.</source>
        <translation>设备支持 bf16 乘法时更快，每个向量会略有变化。</translation>
    </message>
    <message>
        <source>Analysis</source>
        <translation>分析</translation>
    </message>
    <message>
        <source>What counts as the same word</source>
        <translation>什么算同一个词</translation>
    </message>
    <message>
        <source>For a new focus word; the list&apos;s filter changes it for the present one.</source>
        <translation>用于新的焦点词；当前焦点词可在列表的筛选中更改。</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>词形</translation>
    </message>
    <message>
        <source>Form in any case</source>
        <translation>词形，不分大小写</translation>
    </message>
    <message>
        <source>Base form</source>
        <translation>原形</translation>
    </message>
    <message>
        <source>Random seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Where UMAP, t-SNE and the learning of weights take their random numbers from.</source>
        <translation>UMAP、t-SNE 与权重学习的随机数由此产生。</translation>
    </message>
    <message>
        <source>Probe sentences</source>
        <translation>探针句</translation>
    </message>
    <message>
        <source>their points come with the first step</source>
        <translation>它们的点在第一步后出现</translation>
    </message>
    <message>
        <source>Layer of the probes</source>
        <translation>探针的层</translation>
    </message>
    <message>
        <source>Play the run</source>
        <translation>播放训练过程</translation>
    </message>
    <message>
        <source>The plain average of the layers</source>
        <translation>各层的简单平均</translation>
    </message>
    <message>
        <source>“{word}” in {n} senses</source>
        <translation>“{word}”的 {n} 个词义</translation>
    </message>
    <message>
        <source>separation {separation:.2f}</source>
        <translation>分离度 {separation:.2f}</translation>
    </message>
    <message>
        <source>{right} of {n} nearest</source>
        <translation>{n} 个最近者中的 {right} 个</translation>
    </message>
    <message>
        <source>{apart}  ·  {agree} neighbours agree</source>
        <translation>{apart}  ·  {agree} 近邻一致</translation>
    </message>
    <message>
        <source>{apart}  ·  {agree} agree</source>
        <translation>{apart}  ·  {agree} 一致</translation>
    </message>
    <message>
        <source>step {step:,}</source>
        <translation>第 {step:,} 步</translation>
    </message>
    <message>
        <source>{step}  ·  {token} tokens</source>
        <translation>{step}  ·  {token} 个词元</translation>
    </message>
    <message>
        <source>Second sentence</source>
        <translation>第二个句子</translation>
    </message>
    <message>
        <source>Second sentence: {n:,} found</source>
        <translation>第二个句子：找到 {n:,} 个</translation>
    </message>
    <message>
        <source>1 loaded sentence differs</source>
        <translation>有 1 个已载入句子</translation>
    </message>
    <message>
        <source>{n:,} loaded sentences differ</source>
        <translation>有 {n:,} 个已载入句子</translation>
    </message>
    <message>
        <source>No loaded sentence differs</source>
        <translation>没有已载入句子</translation>
    </message>
    <message>
        <source>{many} from this one in one word</source>
        <translation>{many}与这句只差一个词</translation>
    </message>
    <message>
        <source>Second sentence, {lower} in one word</source>
        <translation>第二个句子，{lower}只差一个词</translation>
    </message>
    <message>
        <source>… and {n_others:,} more</source>
        <translation>……另有 {n_others:,} 个</translation>
    </message>
    <message>
        <source>No loaded sentence differs in one word</source>
        <translation>没有只差一个词的已载入句子</translation>
    </message>
    <message>
        <source>Type a second sentence…</source>
        <translation>键入第二个句子…</translation>
    </message>
    <message>
        <source>Without this one</source>
        <translation>不要这一句</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Keep its spaces</source>
        <translation>保留空格</translation>
    </message>
    <message>
        <source>Write in simplified characters</source>
        <translation>改写为简体字</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Remove {n:,} sentences</source>
        <translation>移除 {n:,} 个句子</translation>
    </message>
    <message>
        <source>In their order</source>
        <translation>按原有顺序</translation>
    </message>
    <message>
        <source>By colour</source>
        <translation>按颜色</translation>
    </message>
    <message>
        <source>Match the focus word by</source>
        <translation>焦点词的匹配方式</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>全部显示</translation>
    </message>
    <message>
        <source>Remove all</source>
        <translation>全部移除</translation>
    </message>
    <message>
        <source>Type a sentence and press Enter</source>
        <translation>键入句子，按回车</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Find an action or its keys</source>
        <translation>查找操作或按键</translation>
    </message>
    <message>
        <source>Shows the actions alone whose name or keys hold this</source>
        <translation>只显示名称或按键含有此内容的操作</translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation>操作及其按键</translation>
    </message>
    <message>
        <source>Choose an action to give it other keys</source>
        <translation>选择一个操作，为它换按键</translation>
    </message>
    <message>
        <source>Keys of the chosen action</source>
        <translation>所选操作的按键</translation>
    </message>
    <message>
        <source>Press the keys that the chosen action shall have</source>
        <translation>按下要给所选操作的按键</translation>
    </message>
    <message>
        <source>No keys</source>
        <translation>无按键</translation>
    </message>
    <message>
        <source>The chosen action has no keys</source>
        <translation>所选操作没有按键</translation>
    </message>
    <message>
        <source>As at first</source>
        <translation>恢复原样</translation>
    </message>
    <message>
        <source>The chosen action has the keys it came with</source>
        <translation>所选操作恢复自带的按键</translation>
    </message>
    <message>
        <source>All keys as at first</source>
        <translation>所有按键恢复原样</translation>
    </message>
    <message>
        <source>Every action has the keys it came with</source>
        <translation>每个操作都恢复自带的按键</translation>
    </message>
    <message>
        <source>{keys} belongs to “{action}”. Give that one other keys first.</source>
        <translation>{keys} 已属于“{action}”。请先给那个操作换按键。</translation>
    </message>
    <message>
        <source>These keys are needed for writing and moving about. Hold Ctrl or Alt with them.</source>
        <translation>这些键用于书写和移动，请与 Ctrl 或 Alt 同按。</translation>
    </message>
    <message>
        <source>within and between {nouns}</source>
        <translation>按{nouns}：组内与组间</translation>
    </message>
    <message>
        <source>within, between</source>
        <translation>组内、组间</translation>
    </message>
    <message>
        <source>all pairs</source>
        <translation>所有对</translation>
    </message>
    <message>
        <source>All have the same {noun}</source>
        <translation>全部属于同一{noun}</translation>
    </message>
    <message>
        <source>No {noun} is set</source>
        <translation>尚未设定{noun}</translation>
    </message>
    <message>
        <source>{missing}: within and between need two {nouns}.</source>
        <translation>{missing}：组内与组间需要两个{nouns}。</translation>
    </message>
    <message>
        <source>within {noun}</source>
        <translation>{noun}内</translation>
    </message>
    <message>
        <source>between {nouns}</source>
        <translation>{nouns}间</translation>
    </message>
    <message>
        <source>Each {noun} has one use only: within needs two of the same {noun}.</source>
        <translation>每个{noun}只有一个用例：组内需要同一{noun}的两个用例。</translation>
    </message>
    <message>
        <source>gap</source>
        <translation>间隔</translation>
    </message>
    <message>
        <source>random pair</source>
        <translation>随机词对</translation>
    </message>
    <message>
        <source>Misspelt</source>
        <translation>拼错的</translation>
    </message>
    <message>
        <source>Endings</source>
        <translation>词尾</translation>
    </message>
    <message>
        <source>Invented</source>
        <translation>生造的</translation>
    </message>
    <message>
        <source>Emoji</source>
        <translation>表情符号</translation>
    </message>
    <message>
        <source>Doubled</source>
        <translation>叠词</translation>
    </message>
    <message>
        <source>New words</source>
        <translation>新词</translation>
    </message>
    <message>
        <source>Traditional</source>
        <translation>繁体</translation>
    </message>
    <message>
        <source>{n_bytes} bytes, the model reads the first {n_read}</source>
        <translation>{n_bytes} 字节，模型只读前 {n_read} 字节</translation>
    </message>
    <message>
        <source>{n} characters, {n_bytes} bytes</source>
        <translation>{n} 个字符，{n_bytes} 字节</translation>
    </message>
    <message>
        <source>{n} characters, {n_bytes} byte</source>
        <translation>{n} 个字符，{n_bytes} 字节</translation>
    </message>
    <message>
        <source>{n} character, {n_bytes} bytes</source>
        <translation>{n} 个字符，{n_bytes} 字节</translation>
    </message>
    <message>
        <source>{n} character, {n_bytes} byte</source>
        <translation>{n} 个字符，{n_bytes} 字节</translation>
    </message>
    <message>
        <source>in vocabulary</source>
        <translation>在词表中</translation>
    </message>
    <message>
        <source>UTF-8, as the model reads it: {upper}</source>
        <translation>模型读到的 UTF-8：{upper}</translation>
    </message>
    <message>
        <source>Not read: {cut}. Words that begin alike for {n_read} bytes have the same vectors.</source>
        <translation>未读：{cut}。前 {n_read} 字节相同的词，向量也相同。</translation>
    </message>
    <message>
        <source>{model} has no output vocabulary; it reads every word by its bytes.</source>
        <translation>{model} 没有输出词表；每个词都按字节读取。</translation>
    </message>
    <message>
        <source>{model} can predict it; it is read by its bytes like every word.</source>
        <translation>{model} 能预测它；与所有词一样按字节读取。</translation>
    </message>
    <message>
        <source>{model} cannot predict it, but reads it by its bytes like every word.</source>
        <translation>{model} 不能预测它，但与所有词一样按字节读取。</translation>
    </message>
    <message>
        <source>{n_types:,} word types</source>
        <translation>{n_types:,} 个词型</translation>
    </message>
    <message>
        <source>{n} of {model}’s vocabulary</source>
        <translation>{model} 词表的 {n}</translation>
    </message>
    <message>
        <source>{n} of the loaded sentences</source>
        <translation>已载入句子的 {n}</translation>
    </message>
    <message>
        <source>layer 0, from the letters alone, with the {types_name}{baseline}</source>
        <translation>第 0 层，仅凭字母，与 {types_name} 比较{baseline}</translation>
    </message>
    <message>
        <source>layer 0 with {n_types:,} word types{baseline}</source>
        <translation>第 0 层，{n_types:,} 个词型{baseline}</translation>
    </message>
    <message>
        <source>in the sentence</source>
        <translation>在句中</translation>
    </message>
    <message>
        <source>alone in a sentence</source>
        <translation>单独成句</translation>
    </message>
    <message>
        <source>layers {layers}, read {where}, with the {n_tokens:,} loaded tokens{baseline}</source>
        <translation>第 {layers} 层，{where}读取，与 {n_tokens:,} 个已载入词元比较{baseline}</translation>
    </message>
    <message>
        <source>layers {layers} with {n_tokens:,} loaded tokens{baseline}</source>
        <translation>第 {layers} 层，{n_tokens:,} 个已载入词元{baseline}</translation>
    </message>
    <message>
        <source>The word vector that the letters alone make, compared with all {types_name}.</source>
        <translation>仅由字母得到的词向量，与 {types_name} 全部比较。</translation>
    </message>
    <message>
        <source>
Two random ones have a cosine of {baseline}</source>
        <translation>
两个随机词的余弦为 {baseline}</translation>
    </message>
    <message>
        <source>; it is taken off every cosine.</source>
        <translation>；每个余弦都已减去它。</translation>
    </message>
    <message>
        <source>Looking up the vocabulary…</source>
        <translation>正在查找词表……</translation>
    </message>
    <message>
        <source>{n_done:,} of {n_types:,} words</source>
        <translation>{n_done:,} / {n_types:,} 个词</translation>
    </message>
    <message>
        <source>Stopped at {share} of the vocabulary.</source>
        <translation>已停在词表的 {share}。</translation>
    </message>
    <message>
        <source>Encoding the vocabulary: {share}</source>
        <translation>正在编码词表：{share}</translation>
    </message>
    <message>
        <source>; without it the vector moves by {shift} (cosine distance)</source>
        <translation>；去掉它，向量移动 {shift}（余弦距离）</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Cancel; what is done is kept</source>
        <translation>取消；已完成的会保留</translation>
    </message>
    <message>
        <source>Cancel the work under way</source>
        <translation>取消正在进行的工作</translation>
    </message>
    <message>
        <source>about {seconds}:{seconds2:02d} left</source>
        <translation>约剩 {seconds}:{seconds2:02d}</translation>
    </message>
    <message>
        <source>&lt;b&gt;{n_tokens:,}&lt;/b&gt; tokens</source>
        <translation>&lt;b&gt;{n_tokens:,}&lt;/b&gt; 个词元</translation>
    </message>
    <message>
        <source> · {threads} threads</source>
        <translation> · {threads} 个线程</translation>
    </message>
    <message>
        <source>Memory &lt;b&gt;{n_bytes}&lt;/b&gt;</source>
        <translation>内存 &lt;b&gt;{n_bytes}&lt;/b&gt;</translation>
    </message>
    <message>
        <source>Mixing weights learned by task</source>
        <translation>按任务学得的混合权重</translation>
    </message>
    <message>
        <source>Sentence</source>
        <translation>句子</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>A linear classifier; of sentences over the mean of their words</source>
        <translation>线性分类器；对句子则取词的均值</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>Linear over a mean that learns which words count</source>
        <translation>对均值的线性分类，并学习哪些词重要</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差</translation>
    </message>
    <message>
        <source>Linear over the two vectors&apos; difference and product</source>
        <translation>对两个向量之差与乘积的线性分类</translation>
    </message>
    <message>
        <source>Bilinear</source>
        <translation>双线性</translation>
    </message>
    <message>
        <source>How well a learned map of one vector fits the other</source>
        <translation>一个向量经学得的映射后与另一个的吻合程度</translation>
    </message>
    <message>
        <source>Start and end</source>
        <translation>起止</translation>
    </message>
    <message>
        <source>Where the answer begins and ends in the paragraph</source>
        <translation>答案在段落中的起点与终点</translation>
    </message>
    <message>
        <source>Kind of task</source>
        <translation>任务类型</translation>
    </message>
    <message>
        <source>What the file holds; guessed from its first lines</source>
        <translation>文件的内容；由前几行推测</translation>
    </message>
    <message>
        <source>Column of the {lower}</source>
        <translation>“{lower}”所在的列</translation>
    </message>
    <message>
        <source>The word&apos;s place in its sentence, counted from 0</source>
        <translation>词在句中的位置，从 0 数起</translation>
    </message>
    <message>
        <source>Scored on</source>
        <translation>评分用</translation>
    </message>
    <message>
        <source>A share of it</source>
        <translation>其中一部分</translation>
    </message>
    <message>
        <source>Another file</source>
        <translation>另一个文件</translation>
    </message>
    <message>
        <source>Sentences drawn at random are set apart</source>
        <translation>随机抽出一些句子留作评分</translation>
    </message>
    <message>
        <source>A file in the same layout</source>
        <translation>同样格式的文件</translation>
    </message>
    <message>
        <source>Share that is set apart, percent</source>
        <translation>留出的比例（百分比）</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>分类头</translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Runs from other random numbers, side by side: they give the intervals</source>
        <translation>用其他随机数并行运行：区间由此得出</translation>
    </message>
    <message>
        <source>Passes</source>
        <translation>轮数</translation>
    </message>
    <message>
        <source>Passes over the data at most; learning ends sooner where nothing is gained</source>
        <translation>最多遍历数据的轮数；没有进步时提前结束</translation>
    </message>
    <message>
        <source>Leave out labels with one example</source>
        <translation>略去只有一例的标签</translation>
    </message>
    <message>
        <source>A label that stands once can be learned or scored, not both</source>
        <translation>只出现一次的标签只能用来学或用来评，不能兼得</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Rare</source>
        <translation>罕见</translation>
    </message>
    <message>
        <source>seeds,</source>
        <translation>个种子，</translation>
    </message>
    <message>
        <source>passes at most</source>
        <translation>轮为限</translation>
    </message>
    <message>
        <source>leave out labels with one example</source>
        <translation>略去只有一例的标签</translation>
    </message>
    <message>
        <source>{dev}
Click to choose another file</source>
        <translation>{dev}
点击另选文件</translation>
    </message>
    <message>
        <source>File that is scored: {name}</source>
        <translation>用于评分的文件：{name}</translation>
    </message>
    <message>
        <source>The file that is scored</source>
        <translation>用于评分的文件</translation>
    </message>
    <message>
        <source>{size} to learn from; {size2} are scored ({split}).</source>
        <translation>用 {size} 来学习；{size2} 用于评分（{split}）。</translation>
    </message>
    <message>
        <source> · and {more:,} more</source>
        <translation> · 另有 {more:,} 个</translation>
    </message>
    <message>
        <source>, {examples:,} examples</source>
        <translation>，{examples:,} 例</translation>
    </message>
    <message>
        <source>{sentences:,} sentences, {tokens:,} words{examples}</source>
        <translation>{sentences:,} 个句子，{tokens:,} 个词{examples}</translation>
    </message>
    <message>
        <source>&lt;span style=&apos;color:{name}&apos;&gt;&lt;b&gt;{label}&lt;/b&gt;&lt;/span&gt; &amp;nbsp;</source>
        <translation>&lt;span style=&apos;color:{name}&apos;&gt;&lt;b&gt;{label}&lt;/b&gt;&lt;/span&gt; &amp;nbsp;</translation>
    </message>
    <message>
        <source> &amp;nbsp;/&amp;nbsp; </source>
        <translation> &amp;nbsp;/&amp;nbsp; </translation>
    </message>
    <message>
        <source>{said}&lt;span style=&apos;color:{colour}; font-size:{px}px&apos;&gt;&amp;thinsp;{label}&lt;/span&gt;</source>
        <translation>{said}&lt;span style=&apos;color:{colour}; font-size:{px}px&apos;&gt;&amp;thinsp;{label}&lt;/span&gt;</translation>
    </message>
    <message>
        <source>Its classifier and γ stay as they were learned at the task&apos;s own mix; none is trained anew</source>
        <translation>分类器与 γ 保持在任务自己的混合处学得的样子；不重新训练</translation>
    </message>
    <message>
        <source>Shade: {shade_title} {min:.1f}–{max:.1f} %, the classifier as learned at the task&apos;s mix. &lt;a href=&quot;separation&quot; style=&quot;color: {link}; text-decoration: none&quot;&gt;Show the separation&lt;/a&gt;</source>
        <translation>着色：{shade_title} {min:.1f}–{max:.1f} %，分类器为在该任务的混合处学得。&lt;a href=&quot;separation&quot; style=&quot;color: {link}; text-decoration: none&quot;&gt;显示分离度&lt;/a&gt;</translation>
    </message>
    <message>
        <source>Sentiment</source>
        <translation>情感</translation>
    </message>
    <message>
        <source>layer {layer}, {layer_kind}</source>
        <translation>第 {layer} 层，{layer_kind}</translation>
    </message>
    <message>
        <source>plain average</source>
        <translation>简单平均</translation>
    </message>
    <message>
        <source>most frequent label</source>
        <translation>最常见的标签</translation>
    </message>
    <message>
        <source>{n_seeds} seeds</source>
        <translation>{n_seeds} 个种子</translation>
    </message>
    <message>
        <source>1 seed</source>
        <translation>1 个种子</translation>
    </message>
    <message>
        <source>&lt;p&gt;The run was stopped; this is what it had learned.&lt;/p&gt;</source>
        <translation>&lt;p&gt;这次运行被停止；这是它已学到的。&lt;/p&gt;</translation>
    </message>
    <message>
        <source>&lt;p&gt;&lt;b&gt;{name}&lt;/b&gt; · {title} · {seeds}&lt;/p&gt;&lt;table&gt;&lt;tr&gt;&lt;td&gt;weight&lt;/td&gt;&lt;td&gt;&lt;/td&gt;&lt;td&gt;&amp;nbsp;&amp;nbsp;95 % interval&lt;/td&gt;&lt;td&gt;&amp;nbsp;&amp;nbsp;share&lt;/td&gt;&lt;/tr&gt;{weights}&lt;tr&gt;&lt;td&gt;γ&lt;/td&gt;&lt;td align=&apos;right&apos;&gt;{mean:.2f}&lt;/td&gt;&lt;td&gt;&amp;nbsp;&amp;nbsp;{low:.2f} to {high:.2f}&lt;/td&gt;&lt;/tr&gt;&lt;/table&gt;&lt;p&gt;{metric} on the dev split, %&lt;/p&gt;&lt;table&gt;{rows}&lt;/table&gt;{note}{stopped}</source>
        <translation>&lt;p&gt;&lt;b&gt;{name}&lt;/b&gt; · {title} · {seeds}&lt;/p&gt;&lt;table&gt;&lt;tr&gt;&lt;td&gt;权重&lt;/td&gt;&lt;td&gt;&lt;/td&gt;&lt;td&gt;&amp;nbsp;&amp;nbsp;95 % 区间&lt;/td&gt;&lt;td&gt;&amp;nbsp;&amp;nbsp;份额&lt;/td&gt;&lt;/tr&gt;{weights}&lt;tr&gt;&lt;td&gt;γ&lt;/td&gt;&lt;td align=&apos;right&apos;&gt;{mean:.2f}&lt;/td&gt;&lt;td&gt;&amp;nbsp;&amp;nbsp;{low:.2f} 至 {high:.2f}&lt;/td&gt;&lt;/tr&gt;&lt;/table&gt;&lt;p&gt;开发集上的 {metric}，%&lt;/p&gt;&lt;table&gt;{rows}&lt;/table&gt;{note}{stopped}</translation>
    </message>
    <message>
        <source>{name}: the run was stopped before every layer was measured.</source>
        <translation>{name}：还没测完每一层，运行就停止了。</translation>
    </message>
    <message>
        <source>the word vector</source>
        <translation>词向量</translation>
    </message>
    <message>
        <source>the learned mix does as well</source>
        <translation>学得的混合同样好</translation>
    </message>
    <message>
        <source>the learned mix adds {gain:.1f} points</source>
        <translation>学得的混合高 {gain:.1f} 个点</translation>
    </message>
    <message>
        <source>the learned mix loses {value:.1f} points</source>
        <translation>学得的混合低 {value:.1f} 个点</translation>
    </message>
    <message>
        <source>{versus}; the plain average is better ({mean})</source>
        <translation>{versus}；简单平均更好（{mean}）</translation>
    </message>
    <message>
        <source>{name}: best alone is {kind} ({mean}); {versus}.</source>
        <translation>{name}：单独最好的是{kind}（{mean}）；{versus}。</translation>
    </message>
    <message>
        <source>This is this model, this data and this head: another model, text or classifier may put its knowledge elsewhere.</source>
        <translation>这只说明这个模型、这些数据、这个分类头：换模型、文本或分类器，知识可能在别处。</translation>
    </message>
    <message>
        <source>word sense</source>
        <translation>词义</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>the same order</source>
        <translation>次序相同</translation>
    </message>
    <message>
        <source>the other order</source>
        <translation>次序不同</translation>
    </message>
    <message>
        <source>{name}: layer 1 {first}, layer 2 {second} ({metric}); here {layer:.1f} and {layer2:.1f}, {ours}</source>
        <translation>{name}：第 1 层 {first}，第 2 层 {second}（{metric}）；这里 {layer:.1f} 和 {layer2:.1f}，{ours}</translation>
    </message>
    <message>
        <source>The full-size model (Peters et al. 2018), other data: {join}.</source>
        <translation>原始大小的模型（Peters 等，2018），数据不同：{join}。</translation>
    </message>
    <message>
        <source>The plane of largest spread, follows the mix (Shift+1)</source>
        <translation>方差最大的平面，随混合变化 (Shift+1)</translation>
    </message>
    <message>
        <source>Neighbourhoods, follows the mix step by step (Shift+2)</source>
        <translation>邻域，逐步随混合变化 (Shift+2)</translation>
    </message>
    <message>
        <source>Neighbourhoods, goes on when the mix rests (Shift+3)</source>
        <translation>邻域，混合停下后继续 (Shift+3)</translation>
    </message>
    <message>
        <source>Between words that you choose, follows the mix (Shift+4)</source>
        <translation>在你选的词之间，随混合变化 (Shift+4)</translation>
    </message>
    <message>
        <source>Sense</source>
        <translation>词义</translation>
    </message>
    <message>
        <source>Word</source>
        <translation>词</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>簇</translation>
    </message>
    <message>
        <source>Part of speech</source>
        <translation>词性</translation>
    </message>
    <message>
        <source>Part of speech (CoNLL-U)</source>
        <translation>词性 (CoNLL-U)</translation>
    </message>
    <message>
        <source>Part of speech, the language&apos;s own tags (CoNLL-U)</source>
        <translation>词性，该语言自己的标签 (CoNLL-U)</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Dependency relation (CoNLL-U)</source>
        <translation>依存关系 (CoNLL-U)</translation>
    </message>
    <message>
        <source>Dependency relation</source>
        <translation>依存关系</translation>
    </message>
    <message>
        <source>Named entities (CoNLL, BIO)</source>
        <translation>命名实体 (CoNLL, BIO)</translation>
    </message>
    <message>
        <source>Named entities</source>
        <translation>命名实体</translation>
    </message>
    <message>
        <source>A label for every word (CoNLL)</source>
        <translation>每个词一个标签 (CoNLL)</translation>
    </message>
    <message>
        <source>Labels of words</source>
        <translation>词的标签</translation>
    </message>
    <message>
        <source>A label for every sentence (table)</source>
        <translation>每个句子一个标签（表格）</translation>
    </message>
    <message>
        <source>Labels of sentences</source>
        <translation>句子的标签</translation>
    </message>
    <message>
        <source>Senses of words in sentences (table)</source>
        <translation>句中词的词义（表格）</translation>
    </message>
    <message>
        <source>Word sense</source>
        <translation>词义</translation>
    </message>
    <message>
        <source>Senses of words (SemCor&apos;s table)</source>
        <translation>词的词义（SemCor 表格）</translation>
    </message>
    <message>
        <source>Same sense or not (word in context)</source>
        <translation>词义是否相同（语境中的词）</translation>
    </message>
    <message>
        <source>Word in context</source>
        <translation>语境中的词</translation>
    </message>
    <message>
        <source>Questions and answers (SQuAD)</source>
        <translation>问答 (SQuAD)</translation>
    </message>
    <message>
        <source>Question answering</source>
        <translation>问答</translation>
    </message>
    <message>
        <source>Toolbar</source>
        <translation>工具栏</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Find a word or sentence</source>
        <translation>查找词或句子</translation>
    </message>
    <message>
        <source>Undo (Ctrl+Z)</source>
        <translation>撤销 (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Redo (Ctrl+Shift+Z)</source>
        <translation>重做 (Ctrl+Shift+Z)</translation>
    </message>
    <message>
        <source>Dark theme (Ctrl+Shift+D)</source>
        <translation>深色主题 (Ctrl+Shift+D)</translation>
    </message>
    <message>
        <source>Present the scenes, or what is shown now (F5)</source>
        <translation>放映场景或当前画面（F5）</translation>
    </message>
    <message>
        <source>Scenes and displays</source>
        <translation>场景与显示器</translation>
    </message>
    <message>
        <source>Undo {undo_name} (Ctrl+Z)</source>
        <translation>撤销 {undo_name} (Ctrl+Z)</translation>
    </message>
    <message>
        <source>Redo {redo_name} (Ctrl+Shift+Z)</source>
        <translation>重做 {redo_name} (Ctrl+Shift+Z)</translation>
    </message>
    <message>
        <source>Layer {j}, {name} ({j2})</source>
        <translation>第 {j} 层，{name} ({j2})</translation>
    </message>
    <message>
        <source>The weighted sum of all layers (1)</source>
        <translation>所有层的加权和 (1)</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>Light theme (Ctrl+Shift+D)</source>
        <translation>浅色主题 (Ctrl+Shift+D)</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>浅色主题</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>深色主题</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Leave the tour (Esc)</source>
        <translation>离开导览 (Esc)</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>The stop before</source>
        <translation>上一站</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Back (←, Page Up)</source>
        <translation>上一个（←、Page Up）</translation>
    </message>
    <message>
        <source>Next (→, Space, Page Down)</source>
        <translation>下一个（→、空格、Page Down）</translation>
    </message>
    <message>
        <source>Scene {at} of {n}</source>
        <translation>第 {at} 个场景，共 {n} 个</translation>
    </message>
    <message>
        <source>{at} of {n}</source>
        <translation>{at} / {n}</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>End the tour</source>
        <translation>结束导览</translation>
    </message>
    <message>
        <source>The next stop</source>
        <translation>下一站</translation>
    </message>
    <message>
        <source>Text (*.txt *.txt.xz *.txt.gz *.txt.zst *.xz *.gz *.zst);;All files (*)</source>
        <translation>文本 (*.txt *.txt.xz *.txt.gz *.txt.zst *.xz *.gz *.zst);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Choose text files…</source>
        <translation>选择文本文件…</translation>
    </message>
    <message>
        <source>Choose a folder of texts…</source>
        <translation>选择文本文件夹…</translation>
    </message>
    <message>
        <source>Name of the model</source>
        <translation>模型名称</translation>
    </message>
    <message>
        <source>What the model and the folder of its run are called</source>
        <translation>模型及其训练文件夹的名称</translation>
    </message>
    <message>
        <source>its name</source>
        <translation>它的名称</translation>
    </message>
    <message>
        <source>Chinese, segmented</source>
        <translation>中文，已分词</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Million tokens to read</source>
        <translation>要读的词元数（百万）</translation>
    </message>
    <message>
        <source>How many million tokens are read in all, the text more than once if it is short</source>
        <translation>总共读多少百万个词元；文本短时会读多遍</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>Begin with random weights, or with those of a model, in its size</source>
        <translation>从随机权重开始，或从某个模型的权重开始（沿用其大小）</translation>
    </message>
    <message>
        <source>Folder of the run</source>
        <translation>训练的文件夹</translation>
    </message>
    <message>
        <source>Where checkpoints and the model are written; empty: among your runs</source>
        <translation>检查点与模型写到哪里；留空则放在你的训练中</translation>
    </message>
    <message>
        <source>among your runs</source>
        <translation>在你的训练中</translation>
    </message>
    <message>
        <source>Choose the folder of the run</source>
        <translation>选择训练的文件夹</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>From</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>million tokens</source>
        <translation>百万词元</translation>
    </message>
    <message>
        <source>Choose or drop text</source>
        <translation>选择或拖入文本</translation>
    </message>
    <message>
        <source>{n} texts: {join}</source>
        <translation>{n} 个文本：{join}</translation>
    </message>
    <message>
        <source>Text files or a folder of them, as they are or compressed</source>
        <translation>文本文件或其文件夹，原样或压缩均可</translation>
    </message>
    <message>
        <source>Text: {said}</source>
        <translation>文本：{said}</translation>
    </message>
    <message>
        <source>Own</source>
        <translation>自定</translation>
    </message>
    <message>
        <source>As your options say</source>
        <translation>按你的选项</translation>
    </message>
    <message>
        <source>random weights</source>
        <translation>随机权重</translation>
    </message>
    <message>
        <source>the model {name}</source>
        <translation>模型 {name}</translation>
    </message>
    <message>
        <source>Text to train on</source>
        <translation>用于训练的文本</translation>
    </message>
    <message>
        <source>A folder of text files</source>
        <translation>文本文件夹</translation>
    </message>
    <message>
        <source>The folder of the run</source>
        <translation>训练的文件夹</translation>
    </message>
    <message>
        <source>starting …</source>
        <translation>正在启动……</translation>
    </message>
    <message>
        <source>reading the text …</source>
        <translation>正在读取文本……</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练中</translation>
    </message>
    <message>
        <source>pausing …</source>
        <translation>正在暂停……</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>saving …</source>
        <translation>正在保存……</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>stopped by an error</source>
        <translation>因错误停止</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Open model</source>
        <translation>打开模型</translation>
    </message>
    <message>
        <source>Put it among your models and open it in this window</source>
        <translation>放入你的模型中，并在此窗口打开</translation>
    </message>
    <message>
        <source>New run</source>
        <translation>新的训练</translation>
    </message>
    <message>
        <source> of {total_tokens}</source>
        <translation> / {total_tokens}</translation>
    </message>
    <message>
        <source>{tokens}{total} tokens  ·  step {step:,}</source>
        <translation>{tokens}{total} 词元  ·  第 {step:,} 步</translation>
    </message>
    <message>
        <source>{los:.3f} nats</source>
        <translation>{los:.3f} 纳特</translation>
    </message>
    <message>
        <source>{tokens_per_second:,.0f} tokens/s</source>
        <translation>{tokens_per_second:,.0f} 词元/秒</translation>
    </message>
    <message>
        <source>{train_tokens} tokens, {word_types:,} words</source>
        <translation>{train_tokens} 个词元，{word_types:,} 个词</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes} 分钟</translation>
    </message>
    <message>
        <source>{hours} h {minutes:02d} min</source>
        <translation>{hours} 小时 {minutes:02d} 分</translation>
    </message>
    <message>
        <source>{hours:.0f} days</source>
        <translation>{hours:.0f} 天</translation>
    </message>
    <message>
        <source>Suggest no more words (a switch in the tab Language model brings them back)</source>
        <translation>不再建议下一个词（可在“语言模型”标签页中重新打开）</translation>
    </message>
    <message>
        <source>Next words</source>
        <translation>下一个词</translation>
    </message>
    <message>
        <source>{tooltip} (Tab or →)</source>
        <translation>{tooltip}（Tab 或 →）</translation>
    </message>
    <message>
        <source>{word}, {probability:.1f} percent</source>
        <translation>{word}，百分之 {probability:.1f}</translation>
    </message>
    <message>
        <source>Put “{word}” behind the text</source>
        <translation>在文本后加上“{word}”</translation>
    </message>
    <message>
        <source>forward {unit}</source>
        <translation>前向 {unit}</translation>
    </message>
    <message>
        <source>backward {unit}</source>
        <translation>后向 {unit}</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>Back to the layers&apos; pictures (Esc)</source>
        <translation>回到各层的图 (Esc)</translation>
    </message>
    <message>
        <source>Highest</source>
        <translation>最高</translation>
    </message>
    <message>
        <source>Lowest</source>
        <translation>最低</translation>
    </message>
    <message>
        <source>ranking…</source>
        <translation>正在排序……</translation>
    </message>
    <message>
        <source>What drives {unit_name}</source>
        <translation>什么驱动{unit_name}</translation>
    </message>
    <message>
        <source>{name} tokens in context</source>
        <translation>{name}词元及其语境</translation>
    </message>
    <message>
        <source>among {n_words:,} words: all uses of a word are alike here</source>
        <translation>{n_words:,} 个词之中：一个词的所有用例在这里都一样</translation>
    </message>
    <message>
        <source>among {n_tokens:,} tokens</source>
        <translation>{n_tokens:,} 个词元之中</translation>
    </message>
    <message>
        <source>Each strip is what a layer gives out for the word: the forward LSTM&apos;s numbers, then the backward one&apos;s.
Click a number to rank the tokens that drive it highest and lowest.</source>
        <translation>每条是某一层对该词的输出：先是前向 LSTM 的数值，后是后向的。
点击一个数值，列出使它最高和最低的词元。</translation>
    </message>
    <message>
        <source>Vector</source>
        <translation>向量</translation>
    </message>
    <message>
        <source>Vector of “{word}”</source>
        <translation>“{word}”的向量</translation>
    </message>
    <message>
        <source>not computed yet</source>
        <translation>尚未计算</translation>
    </message>
    <message>
        <source>{shape:,} numbers per layer</source>
        <translation>每层 {shape:,} 维</translation>
    </message>
    <message>
        <source>{count}, sentence {number}</source>
        <translation>{count}，句子 {number}</translation>
    </message>
    <message>
        <source>length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Semantic axis</source>
        <translation>语义轴</translation>
    </message>
    <message>
        <source>Add a second axis</source>
        <translation>添加第二条轴</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭 (Esc)</translation>
    </message>
    <message>
        <source>Remove the second axis</source>
        <translation>移除第二条轴</translation>
    </message>
    <message>
        <source>Left end</source>
        <translation>左端</translation>
    </message>
    <message>
        <source>Words of the left end</source>
        <translation>左端的词</translation>
    </message>
    <message>
        <source>Right end</source>
        <translation>右端</translation>
    </message>
    <message>
        <source>Words of the right end</source>
        <translation>右端的词</translation>
    </message>
    <message>
        <source>Lower end</source>
        <translation>下端</translation>
    </message>
    <message>
        <source>Words of the lower end</source>
        <translation>下端的词</translation>
    </message>
    <message>
        <source>Upper end</source>
        <translation>上端</translation>
    </message>
    <message>
        <source>Words of the upper end</source>
        <translation>上端的词</translation>
    </message>
    <message>
        <source>Left end of the axis: {words}</source>
        <translation>轴的左端：{words}</translation>
    </message>
    <message>
        <source>Right end of the axis: {words}</source>
        <translation>轴的右端：{words}</translation>
    </message>
    <message>
        <source>Up end of the axis: {words}</source>
        <translation>轴的上端：{words}</translation>
    </message>
    <message>
        <source>Down end of the axis: {words}</source>
        <translation>轴的下端：{words}</translation>
    </message>
    <message>
        <source>Change the words of the axis</source>
        <translation>更改轴的词</translation>
    </message>
    <message>
        <source>Select (V)</source>
        <translation>选择 (V)</translation>
    </message>
    <message>
        <source>Lasso (L, or Shift-drag)</source>
        <translation>套索（L，或按住 Shift 拖动）</translation>
    </message>
    <message>
        <source>Pan (hold Space, or drag the middle button)</source>
        <translation>平移（按住空格，或用中键拖动）</translation>
    </message>
    <message>
        <source>Picture tools</source>
        <translation>图片工具</translation>
    </message>
    <message>
        <source>Words of the axes</source>
        <translation>轴的词</translation>
    </message>
    <message>
        <source>Fit all points (F)</source>
        <translation>显示所有点 (F)</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Ways through the layers (T)</source>
        <translation>逐层轨迹 (T)</translation>
    </message>
    <message>
        <source>Save the picture (Ctrl+E)</source>
        <translation>保存图片 (Ctrl+E)</translation>
    </message>
    <message>
        <source>Let t-SNE go on</source>
        <translation>让 t-SNE 继续</translation>
    </message>
    <message>
        <source>Pause t-SNE</source>
        <translation>暂停 t-SNE</translation>
    </message>
    <message>
        <source>cell…</source>
        <translation>单元…</translation>
    </message>
    <message>
        <source>Follow a cell</source>
        <translation>跟踪一个单元</translation>
    </message>
    <message>
        <source>Follow a cell&apos;s gates over the words: type its number, 0 to {n_cells:,}</source>
        <translation>逐词跟踪一个单元的门：键入它的编号，0 至 {n_cells:,}</translation>
    </message>
    <message>
        <source>{label} {lower} (C: next)</source>
        <translation>{label}：{lower}（C：下一个）</translation>
    </message>
    <message>
        <source>All commands</source>
        <translation>所有命令</translation>
    </message>
    <message>
        <source>Type a few letters of a command</source>
        <translation>键入命令中的几个字</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Commands that fit</source>
        <translation>符合的命令</translation>
    </message>
    <message>
        <source>↑ ↓ choose   ·   Enter runs it   ·   Esc closes</source>
        <translation>↑ ↓ 选择   ·   回车执行   ·   Esc 关闭</translation>
    </message>
    <message>
        <source>Nothing fits</source>
        <translation>没有符合的</translation>
    </message>
    <message>
        <source>Sentence {number}: {before}{word}{after}</source>
        <translation>句子 {number}：{before}{word}{after}</translation>
    </message>
    <message>
        <source>backward</source>
        <translation>后向</translation>
    </message>
    <message>
        <source>{at} tokens</source>
        <translation>{at} 词元</translation>
    </message>
    <message>
        <source>Open the example {title}, {subtitle}</source>
        <translation>打开示例 {title}，{subtitle}</translation>
    </message>
    <message>
        <source>live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>Median time of the last 10 frames, from a change to the picture</source>
        <translation>最近 10 帧的中位时间，从改动到图</translation>
    </message>
    <message>
        <source>drawing every 2nd point</source>
        <translation>每隔一点绘制</translation>
    </message>
    <message>
        <source>{what} → view</source>
        <translation>{what} → 图</translation>
    </message>
    <message>
        <source>under 1</source>
        <translation>不到 1</translation>
    </message>
    <message>
        <source>{what} → view {shown} ms</source>
        <translation>{what} → 图 {shown} 毫秒</translation>
    </message>
    <message>
        <source>scale</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Scale gamma</source>
        <translation>缩放系数 γ</translation>
    </message>
    <message>
        <source>γ multiplies the mixed vector: lengths change, directions stay</source>
        <translation>γ 乘以混合向量：长度改变，方向不变</translation>
    </message>
    <message>
        <source>Set γ back to 1</source>
        <translation>把 γ 设回 1</translation>
    </message>
    <message>
        <source>Set gamma back to 1</source>
        <translation>把 γ 设回 1</translation>
    </message>
    <message>
        <source>Gates at each word</source>
        <translation>每个词处的门</translation>
    </message>
    <message>
        <source>{word} is not read in this direction</source>
        <translation>{word} 不在这个方向上读取</translation>
    </message>
    <message>
        <source>{word} · {name}, cell {cell}  </source>
        <translation>{word} · {name}，单元 {cell}  </translation>
    </message>
    <message>
        <source>   mean {figure}</source>
        <translation>   均值 {figure}</translation>
    </message>
    <message>
        <source>means: </source>
        <translation>均值：</translation>
    </message>
    <message>
        <source>← reads</source>
        <translation>← 读</translation>
    </message>
    <message>
        <source>reads →</source>
        <translation>读 →</translation>
    </message>
    <message>
        <source>Cosine similarity of the occurrences</source>
        <translation>各处出现的余弦相似度</translation>
    </message>
    <message>
        <source>Occurrences in context</source>
        <translation>语境中的出现</translation>
    </message>
    <message>
        <source>Legend</source>
        <translation>图例</translation>
    </message>
    <message>
        <source>Click: uncover a name, or hide and show its points</source>
        <translation>单击：揭开名称，或隐藏、显示其点</translation>
    </message>
    <message>
        <source>covered</source>
        <translation>已遮住</translation>
    </message>
    <message>
        <source>{does} {name} (Alt-click: only this)</source>
        <translation>{does} {name}（Alt+点击：只显示它）</translation>
    </message>
    <message>
        <source>other tokens {others:,}{note}</source>
        <translation>其他词元 {others:,}{note}</translation>
    </message>
    <message>
        <source>Add shortened</source>
        <translation>截短后添加</translation>
    </message>
    <message>
        <source>Shortened words carry a scissors mark in the list.</source>
        <translation>截短的词在列表中带剪刀标记。</translation>
    </message>
    <message>
        <source>Word {number} has {n} characters</source>
        <translation>第 {number} 个词有 {n} 个字符</translation>
    </message>
    <message>
        <source>The model reads 50 per word, minus two markers.</source>
        <translation>模型每个词读 50 个，含两个标记。</translation>
    </message>
    <message>
        <source>Word {number} has {n} characters, {n_bytes} bytes</source>
        <translation>第 {number} 个词有 {n} 个字符、{n_bytes} 字节</translation>
    </message>
    <message>
        <source>The model reads 50 bytes of UTF-8 per word, minus two markers; a Han character uses 3.</source>
        <translation>模型每个词读 50 字节 UTF-8，含两个标记；一个汉字占 3 字节。</translation>
    </message>
    <message>
        <source>The last character</source>
        <translation>最后一个字符</translation>
    </message>
    <message>
        <source>The last {cut} characters</source>
        <translation>最后 {cut} 个字符</translation>
    </message>
    <message>
        <source> {n} more word is too long as well.</source>
        <translation> 另有 {n} 个词也太长。</translation>
    </message>
    <message>
        <source> {n} more words are too long as well.</source>
        <translation> 另有 {n} 个词也太长。</translation>
    </message>
    <message>
        <source>{reads} {last} will not affect its vector.{more}</source>
        <translation>{reads} {last}不会影响它的向量。{more}</translation>
    </message>
    <message>
        <source>{breakable}&lt;s style=&quot;color:{colour}&quot;&gt;{breakable2}&lt;/s&gt;</source>
        <translation>{breakable}&lt;s style=&quot;color:{colour}&quot;&gt;{breakable2}&lt;/s&gt;</translation>
    </message>
    <message>
        <source>Weight of {layer}, {kind}</source>
        <translation>{layer}的权重，{kind}</translation>
    </message>
    <message>
        <source>{percent} percent</source>
        <translation>百分之 {percent}</translation>
    </message>
    <message>
        <source>{title}, {w:.0f} percent</source>
        <translation>{title}，百分之 {w:.0f}</translation>
    </message>
    <message>
        <source>Mixing weights: {join}</source>
        <translation>混合权重：{join}</translation>
    </message>
    <message>
        <source>Arrow keys move towards or away from {title}; Tab picks the next corner.</source>
        <translation>方向键靠近或远离{title}；Tab 切换到下一个角。</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>没有模型</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>could not be loaded</source>
        <translation>无法加载</translation>
    </message>
    <message>
        <source>{name} has {sentences} of its own</source>
        <translation>{name} 有自己的{sentences}</translation>
    </message>
    <message>
        <source>Model {name} {device}, {said}</source>
        <translation>模型 {name} {device}，{said}</translation>
    </message>
    <message>
        <source>Shown: the picture that {name} makes</source>
        <translation>显示的是 {name} 的图</translation>
    </message>
    <message>
        <source>Model: none</source>
        <translation>模型：无</translation>
    </message>
    <message>
        <source>, on {device}</source>
        <translation>，在 {device} 上</translation>
    </message>
    <message>
        <source>Nearest tokens in context</source>
        <translation>最近的词元及其语境</translation>
    </message>
    <message>
        <source>Both sentences, word by word</source>
        <translation>两个句子逐词对照</translation>
    </message>
    <message>
        <source>{value} or {value2}</source>
        <translation>{value} 或 {value2}</translation>
    </message>
    <message>
        <source>start</source>
        <translation>起始</translation>
    </message>
    <message>
        <source>rank {rank:,}</source>
        <translation>第 {rank:,} 名</translation>
    </message>
    <message>
        <source>Expected words</source>
        <translation>预期的词</translation>
    </message>
    <message>
        <source>{word}, word {column} of {n}</source>
        <translation>{word}，第 {column} 个词，共 {n} 个</translation>
    </message>
    <message>
        <source>{side}: starts here</source>
        <translation>{side}：从这里开始</translation>
    </message>
    <message>
        <source>{word} for {word2}, {side}: {note}</source>
        <translation>{word2} 处的 {word}，{side}：{note}</translation>
    </message>
    <message>
        <source>Surprisal</source>
        <translation>惊异度</translation>
    </message>
    <message>
        <source>bits</source>
        <translation>比特</translation>
    </message>
    <message>
        <source>Colours from {limit} to {limit2}</source>
        <translation>颜色从 {limit} 到 {limit2}</translation>
    </message>
    <message>
        <source>Colours from {low} to {high}</source>
        <translation>颜色从 {low} 到 {high}</translation>
    </message>
    <message>
        <source>Picture of the tokens</source>
        <translation>词元图</translation>
    </message>
    <message>
        <source>Scores by task and layer</source>
        <translation>按任务与层的得分</translation>
    </message>
    <message>
        <source>Step of training: {name}</source>
        <translation>训练的步：{name}</translation>
    </message>
    <message>
        <source>Step of training</source>
        <translation>训练的步</translation>
    </message>
    <message>
        <source>Empty the search</source>
        <translation>清空查找</translation>
    </message>
    <message>
        <source>{count:,} selected</source>
        <translation>已选 {count:,} 个</translation>
    </message>
    <message>
        <source>{count} selected</source>
        <translation>已选 {count} 个</translation>
    </message>
    <message>
        <source>New sense</source>
        <translation>新词义</translation>
    </message>
    <message>
        <source>No sense</source>
        <translation>无词义</translation>
    </message>
    <message>
        <source>New sentence (Ctrl+N)</source>
        <translation>新句子 (Ctrl+N)</translation>
    </message>
    <message>
        <source>, hidden</source>
        <translation>，已隐藏</translation>
    </message>
    <message>
        <source>Shortened: the model reads 48 bytes of a word.</source>
        <translation>已截短：模型只读一个词的 48 字节。</translation>
    </message>
    <message>
        <source>{name}: {reader} was not trained on it, so its vectors say little here.</source>
        <translation>{name}：{reader} 没有用它训练过，向量在这里意义不大。</translation>
    </message>
    <message>
        <source>{name}, read by {reader}: click the row to see its picture.</source>
        <translation>{name}，由 {reader} 读取：点击这一行看它的图。</translation>
    </message>
    <message>
        <source>Show in the other views (H)</source>
        <translation>在其他视图中显示 (H)</translation>
    </message>
    <message>
        <source>Hide in the other views (H)</source>
        <translation>在其他视图中隐藏 (H)</translation>
    </message>
    <message>
        <source>Its spaces are the word boundaries; click to segment it instead</source>
        <translation>空格就是词的边界；点击改为分词</translation>
    </message>
    <message>
        <source>It is segmented; click to keep its spaces as word boundaries</source>
        <translation>已分词；点击改以空格为词的边界</translation>
    </message>
    <message>
        <source>all </source>
        <translation>全部 </translation>
    </message>
    <message>
        <source>{all_in}{n} in one point</source>
        <translation>{all_in}{n} 个在同一点</translation>
    </message>
    <message>
        <source>Take this word away</source>
        <translation>去掉这个词</translation>
    </message>
    <message>
        <source>Copy the details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>Surprisal in bits</source>
        <translation>惊异度（比特）</translation>
    </message>
    <message>
        <source>Tabs</source>
        <translation>标签页</translation>
    </message>
    <message>
        <source>All tabs ([ and ])</source>
        <translation>所有标签页（[ 与 ]）</translation>
    </message>
    <message>
        <source>All tabs</source>
        <translation>所有标签页</translation>
    </message>
    <message>
        <source>Copy as a table</source>
        <translation>复制为表格</translation>
    </message>
    <message>
        <source>Export as a picture…</source>
        <translation>导出为图片…</translation>
    </message>
    <message>
        <source>Fold (Ctrl+J)</source>
        <translation>折叠 (Ctrl+J)</translation>
    </message>
    <message>
        <source>Unfold (Ctrl+J)</source>
        <translation>展开 (Ctrl+J)</translation>
    </message>
    <message>
        <source>Unfold</source>
        <translation>展开</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>折叠</translation>
    </message>
    <message>
        <source>weight 0–{top:.0f} %</source>
        <translation>权重 0–{top:.0f} %</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>还没有</translation>
    </message>
    <message>
        <source>{current} of {n}</source>
        <translation>{current} / {n}</translation>
    </message>
    <message>
        <source>{layer} {percent} percent</source>
        <translation>{layer} 百分之 {percent}</translation>
    </message>
    <message>
        <source>Keep the card (P)</source>
        <translation>固定卡片 (P)</translation>
    </message>
    <message>
        <source>, nearest by {measure}: {words}</source>
        <translation>，按{measure}最近：{words}</translation>
    </message>
    <message>
        <source>Close the card</source>
        <translation>关闭卡片</translation>
    </message>
    <message>
        <source>A path is a list of mixes of 3 layers, got {shape}.</source>
        <translation>轨迹是 3 层混合的列表，得到的是 {shape}。</translation>
    </message>
    <message>
        <source>trust –</source>
        <translation>可信度 –</translation>
    </message>
    <message>
        <source>trust {mean:.2f}</source>
        <translation>可信度 {mean:.2f}</translation>
    </message>
    <message>
        <source>  {n_poor:,} faded</source>
        <translation>  {n_poor:,} 个变淡</translation>
    </message>
    <message>
        <source>The share of each point’s {k} nearest neighbours in the mix that are among its {k} nearest in the picture, averaged over the points</source>
        <translation>每个点在混合中的 {k} 个近邻有多少也在图中的 {k} 个近邻之列，取各点平均</translation>
    </message>
    <message>
        <source>; measured when the picture rests.</source>
        <translation>；图静止时测量。</translation>
    </message>
    <message>
        <source> ({n:,} measured); by chance it would be {k:.2f}.</source>
        <translation>（测了 {n:,} 个）；随机时为 {k:.2f}。</translation>
    </message>
    <message>
        <source>
{n_poor:,} points are faded: under {poor:.0%} of their neighbours are kept.</source>
        <translation>
{n_poor:,} 个点变淡：保留的近邻不足 {poor:.0%}。</translation>
    </message>
    <message>
        <source>trust </source>
        <translation>可信度 </translation>
    </message>
    <message>
        <source>Another word</source>
        <translation>另一个词</translation>
    </message>
    <message>
        <source>Another word in its place</source>
        <translation>在它的位置换另一个词</translation>
    </message>
    <message>
        <source>Type another word and press Enter</source>
        <translation>键入另一个词，按回车</translation>
    </message>
    <message>
        <source>Type the second sentence</source>
        <translation>键入第二个句子</translation>
    </message>
    <message>
        <source>Type the second sentence yourself; any number of words may differ</source>
        <translation>自己键入第二个句子；可以有任意多个词不同</translation>
    </message>
    <message>
        <source>The second sentence</source>
        <translation>第二个句子</translation>
    </message>
    <message>
        <source>The second sentence; Enter compares it, Esc leaves it</source>
        <translation>第二个句子；回车比较，Esc 放弃</translation>
    </message>
    <message>
        <source>Choose words instead (Esc)</source>
        <translation>改为选词 (Esc)</translation>
    </message>
    <message>
        <source>Vary “{word}”:</source>
        <translation>更换“{word}”：</translation>
    </message>
    <message>
        <source>Click a word to vary it</source>
        <translation>点击一个词来更换它</translation>
    </message>
    <message>
        <source>Words that fit between those to the left and those to the right, by both language models</source>
        <translation>左右两侧的词之间适合的词，由两个语言模型给出</translation>
    </message>
    <message>
        <source>The model has no output layer, so it offers no words: type one</source>
        <translation>模型没有输出层，不提供候选词：请键入一个</translation>
    </message>
    <message>
        <source>Compare with the sentence that has “{other}” in the place of “{word}”</source>
        <translation>与把“{word}”换成“{other}”的句子比较</translation>
    </message>
    <message>
        <source>{other} instead of {word}</source>
        <translation>用 {other} 代替 {word}</translation>
    </message>
    <message>
        <source>Numbers of the vector by layer</source>
        <translation>各层的向量数值</translation>
    </message>
    <message>
        <source>forward {n}</source>
        <translation>前向 {n}</translation>
    </message>
    <message>
        <source>backward {n}</source>
        <translation>后向 {n}</translation>
    </message>
    <message>
        <source>s&lt;sub&gt;{index}&lt;/sub&gt;</source>
        <translation>s&lt;sub&gt;{index}&lt;/sub&gt;</translation>
    </message>
    <message>
        <source>share {share:.0f} %</source>
        <translation>份额 {share:.0f} %</translation>
    </message>
    <message>
        <source>Let this weight move again</source>
        <translation>让这个权重再次变动</translation>
    </message>
    <message>
        <source>Keep this weight while others move</source>
        <translation>其他权重变动时保持这个权重</translation>
    </message>
    <message>
        <source>Lock the weight of layer {index}</source>
        <translation>锁定第 {index} 层的权重</translation>
    </message>
    <message>
        <source>share 100 %</source>
        <translation>份额 100 %</translation>
    </message>
    <message>
        <source>Weight of layer {index}, {name}, {weight:.0f} percent</source>
        <translation>第 {index} 层的权重，{name}，百分之 {weight:.0f}</translation>
    </message>
    <message>
        <source>Weight s{index} of layer {index}, {name}: {weight:.1f} %</source>
        <translation>第 {index} 层的权重 s{index}，{name}：{weight:.1f} %</translation>
    </message>
    <message>
        <source>
Share of the mixed vector: {share:.1f} %
(weight × typical length of the layer&apos;s vectors)</source>
        <translation>
占混合向量的份额：{share:.1f} %
（权重 × 该层向量的典型长度）</translation>
    </message>
    <message>
        <source>Its picture and its vectors are shown as they were saved.</source>
        <translation>它的图与向量按保存时的样子显示。</translation>
    </message>
    <message>
        <source>Its picture is shown as it was saved.</source>
        <translation>它的图按保存时的样子显示。</translation>
    </message>
    <message>
        <source>Another model {name} made this session</source>
        <translation>这个会话由另一个 {name} 模型生成</translation>
    </message>
    <message>
        <source>The {name} that is open has other weights; choosing it computes everything anew.</source>
        <translation>已打开的 {name} 权重不同；选择它会全部重新计算。</translation>
    </message>
    <message>
        <source>To compute with it: elmo-explorer models download {name}.</source>
        <translation>要用它计算：elmo-explorer models download {name}。</translation>
    </message>
    <message>
        <source>To compute with it: elmo-explorer models import FOLDER --name {name}.</source>
        <translation>要用它计算：elmo-explorer models import FOLDER --name {name}。</translation>
    </message>
    <message>
        <source>The model {name} is not here</source>
        <translation>这里没有模型 {name}</translation>
    </message>
    <message>
        <source>Search the help</source>
        <translation>搜索帮助</translation>
    </message>
    <message>
        <source>Shows the pages alone that hold this</source>
        <translation>只显示含有此内容的页面</translation>
    </message>
    <message>
        <source>Pages of the help</source>
        <translation>帮助的页面</translation>
    </message>
    <message>
        <source>Page of the help</source>
        <translation>帮助页面</translation>
    </message>
    <message>
        <source>No page has these words.</source>
        <translation>没有页面含有这些词。</translation>
    </message>
    <message>
        <source>keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Points of the picture</source>
        <translation>图中的点</translation>
    </message>
    <message>
        <source>followed: </source>
        <translation>跟踪：</translation>
    </message>
    <message>
        <source>entity F1</source>
        <translation>实体 F1</translation>
    </message>
    <message>
        <source>answer F1</source>
        <translation>答案 F1</translation>
    </message>
    <message>
        <source>{name} is damaged: {member}.npy is not in it.</source>
        <translation>{name} 已损坏：其中没有 {member}.npy。</translation>
    </message>
    <message>
        <source>{name} is damaged: {filename} should be an array of shape {shape}, {size:,} bytes, found {file_size:,}.</source>
        <translation>{name} 已损坏：{filename} 应为形状 {shape} 的数组，{size:,} 字节，实际为 {file_size:,}。</translation>
    </message>
    <message>
        <source>{name} is damaged: {filename} should be an array {kind} of shape {shape}.</source>
        <translation>{name} 已损坏：{filename} 应为 {kind} 数组，形状 {shape}。</translation>
    </message>
    <message>
        <source>{name} is damaged: {shortened} is no part of a session&apos;s file.</source>
        <translation>{name} 已损坏：{shortened} 不属于会话文件。</translation>
    </message>
    <message>
        <source>This session would make a file of {total:,.0f} MB; a session&apos;s file holds {largest:,.0f} MB: save it without its vectors, or with fewer sentences.</source>
        <translation>这个会话的文件将有 {total:,.0f} MB；会话文件最大 {largest:,.0f} MB：请不带向量保存，或减少句子。</translation>
    </message>
    <message>
        <source>{name} is too large for a session: {n:,.0f} MB.</source>
        <translation>{name} 太大，不是会话：{n:,.0f} MB。</translation>
    </message>
    <message>
        <source>{name} is no session of ELMo Explorer.</source>
        <translation>{name} 不是 ELMo Explorer 的会话。</translation>
    </message>
    <message>
        <source>{name} should be a PNG, SVG or PDF figure, or a session: it is none of these.</source>
        <translation>{name} 应当是 PNG、SVG 或 PDF 图，或者会话文件：它都不是。</translation>
    </message>
    <message>
        <source>{name} is too large for a figure.</source>
        <translation>{name} 太大，不像是一张图。</translation>
    </message>
    <message>
        <source>{name} carries no session: another program made it, or it was exported without its data.</source>
        <translation>{name} 不带会话：它由别的程序生成，或导出时没有带上数据。</translation>
    </message>
    <message>
        <source>{name} is damaged: what it carries is not what was written.</source>
        <translation>{name} 已损坏：它所带的内容与写入时不同。</translation>
    </message>
    <message>
        <source>{name} is damaged or was cut short.</source>
        <translation>{name} 已损坏或不完整。</translation>
    </message>
    <message>
        <source>{name} is no session of ELMo Explorer: {document} is not in it.</source>
        <translation>{name} 不是 ELMo Explorer 的会话：其中没有 {document}。</translation>
    </message>
    <message>
        <source>{name} is damaged: {member} is in it twice.</source>
        <translation>{name} 已损坏：其中有两个 {member}。</translation>
    </message>
    <message>
        <source>{name} is damaged: {member} is packed in a way that sessions are not.</source>
        <translation>{name} 已损坏：{member} 的压缩方式不是会话所用的。</translation>
    </message>
    <message>
        <source>{name} is damaged: it has more than {most_members} parts.</source>
        <translation>{name} 已损坏：它有超过 {most_members} 个部分。</translation>
    </message>
    <message>
        <source>{name} is damaged: it would unpack to {total:,.0f} MB.</source>
        <translation>{name} 已损坏：解压后将有 {total:,.0f} MB。</translation>
    </message>
    <message>
        <source>{name} is damaged: {filename} cannot be unpacked.</source>
        <translation>{name} 已损坏：无法解压 {filename}。</translation>
    </message>
    <message>
        <source>{name} is damaged: {document} cannot be read.</source>
        <translation>{name} 已损坏：无法读取 {document}。</translation>
    </message>
    <message>
        <source>{path} cannot be read: {value}.</source>
        <translation>无法读取 {path}：{value}。</translation>
    </message>
    <message>
        <source>{name} was written by a newer ELMo Explorer (its format is version {version}, this one reads up to {newest}): update the program to open it.</source>
        <translation>{name} 由较新的 ELMo Explorer 写成（格式版本 {version}，本程序最高读到 {newest}）：请更新程序再打开。</translation>
    </message>
    <message>
        <source>{name} is in version {version} of the format, which there never was.</source>
        <translation>{name} 的格式版本为 {version}，从未有过这个版本。</translation>
    </message>
    <message>
        <source>{name} is damaged: as version {version} it lacks or misuses {error}.</source>
        <translation>{name} 已损坏：作为版本 {version}，它缺少或误用了 {error}。</translation>
    </message>
    <message>
        <source>Open a session</source>
        <translation>打开会话</translation>
    </message>
    <message>
        <source>Sessions and figures (*.elmox *.png *.svg *.pdf);;All files (*)</source>
        <translation>会话和图 (*.elmox *.png *.svg *.pdf);;所有文件 (*)</translation>
    </message>
    <message>
        <source>{name} is not there any more</source>
        <translation>{name} 已不存在</translation>
    </message>
    <message>
        <source>It was in {folder}. The list leaves it out from now on.</source>
        <translation>它原在 {folder}。此后列表中不再显示它。</translation>
    </message>
    <message>
        <source>Not all vectors are there yet</source>
        <translation>向量还不齐全</translation>
    </message>
    <message>
        <source>{n:,} sentences have no vectors of this model: they are saved without.</source>
        <translation>{n:,} 个句子还没有这个模型的向量：保存时不带向量。</translation>
    </message>
    <message>
        <source>Save the session with its vectors</source>
        <translation>连同向量一起保存会话</translation>
    </message>
    <message>
        <source>Save the session as</source>
        <translation>会话另存为</translation>
    </message>
    <message>
        <source>Sessions (*.elmox)</source>
        <translation>会话 (*.elmox)</translation>
    </message>
    <message>
        <source>Save the changes?</source>
        <translation>保存更改？</translation>
    </message>
    <message>
        <source>{name} has changes that are not saved.</source>
        <translation>{name} 有未保存的更改。</translation>
    </message>
    <message>
        <source>{name} is open in another window, too</source>
        <translation>{name} 也在另一个窗口中打开</translation>
    </message>
    <message>
        <source>The window that saves last decides what is in the file. Save as… keeps both.</source>
        <translation>文件内容由最后保存的窗口决定。“另存为…”可保留两者。</translation>
    </message>
    <message>
        <source>{name} has {size:,.0f} MB; up to {max_file_bytes} MB can be imported, so split it into smaller files.</source>
        <translation>{name} 有 {size:,.0f} MB；最多可导入 {max_file_bytes} MB，请分成较小的文件。</translation>
    </message>
    <message>
        <source>{name} is {kind}, not plain text; save its text as .txt in UTF-8.</source>
        <translation>{name} 是{kind}，不是纯文本；请把文字另存为 UTF-8 的 .txt。</translation>
    </message>
    <message>
        <source>{name} begins as UTF-16, but its byte {start} does not continue it; save it as UTF-8.</source>
        <translation>{name} 以 UTF-16 开头，但第 {start} 字节不符；请另存为 UTF-8。</translation>
    </message>
    <message>
        <source>{name} is not a text file: it is full of control characters; .txt, .csv or .tsv is read.</source>
        <translation>{name} 不是文本文件：满是控制字符；可读 .txt、.csv 或 .tsv。</translation>
    </message>
    <message>
        <source>{name} is not a text file: it is binary data; .txt, .csv or .tsv is read.</source>
        <translation>{name} 不是文本文件：是二进制数据；可读 .txt、.csv 或 .tsv。</translation>
    </message>
    <message>
        <source>{name}, line {line}, byte {column}: 0x{data:02X} is not UTF-8, it may be {guess}; save the file as UTF-8.</source>
        <translation>{name}，第 {line} 行第 {column} 字节：0x{data:02X} 不是 UTF-8，可能是 {guess}；请另存为 UTF-8。</translation>
    </message>
    <message>
        <source>it holds a NUL character; text has none.</source>
        <translation>含有 NUL 字符；文本中不应有。</translation>
    </message>
    <message>
        <source>it has {n:,} characters; up to {most:,} are read.</source>
        <translation>有 {n:,} 个字符；最多读 {most:,} 个。</translation>
    </message>
    <message>
        <source>{name}, line {index}: two columns are named {twice!r}; keep one.</source>
        <translation>{name}，第 {index} 行：有两列都名为 {twice!r}；请只留一列。</translation>
    </message>
    <message>
        <source>{name} has {pop} columns and no header; name the column with the sentences &quot;sentence&quot; in the first line.</source>
        <translation>{name} 有 {pop} 列而没有表头；请在第一行把句子所在列命名为“sentence”。</translation>
    </message>
    <message>
        <source>a quote opens and never closes; write a quote inside a cell as &quot;&quot;.</source>
        <translation>引号没有闭合；单元格内的引号请写作 &quot;&quot;。</translation>
    </message>
    <message>
        <source>its quotes do not fit ({error}); write a quote inside a cell as &quot;&quot;.</source>
        <translation>引号不匹配（{error}）；单元格内的引号请写作 &quot;&quot;。</translation>
    </message>
    <message>
        <source>expected {n} columns, found {n2}.</source>
        <translation>应有 {n} 列，实际 {n2} 列。</translation>
    </message>
    <message>
        <source>the sentence is empty.</source>
        <translation>句子为空。</translation>
    </message>
    <message>
        <source>target_index should be a whole number from 0, found {place!r}.</source>
        <translation>target_index 应为从 0 起的整数，实际为 {place!r}。</translation>
    </message>
    <message>
        <source>target_index is {place}, but the sentence&apos;s last token is {n}.</source>
        <translation>target_index 为 {place}，但句子最后一个词元是 {n}。</translation>
    </message>
    <message>
        <source>Show scene “{title}”</source>
        <translation>显示场景“{title}”</translation>
    </message>
    <message>
        <source>Sentences of a talk</source>
        <translation>演示中的句子</translation>
    </message>
    <message>
        <source>Scene {n}</source>
        <translation>场景 {n}</translation>
    </message>
    <message>
        <source>Show on display {n}, {name}</source>
        <translation>在显示器 {n}（{name}）上放映</translation>
    </message>
    <message>
        <source>Scenes</source>
        <translation>场景</translation>
    </message>
    <message>
        <source>Drag, or Alt+Up and Alt+Down: another order. Enter: show it. F2: rename. Del: remove.</source>
        <translation>拖动或按 Alt+↑、Alt+↓：调整顺序。Enter：显示。F2：重命名。Del：移除。</translation>
    </message>
    <message>
        <source>Scenes of a talk</source>
        <translation>演示的场景</translation>
    </message>
    <message>
        <source>What the window shows now becomes the last scene</source>
        <translation>窗口当前的状态成为最后一个场景</translation>
    </message>
    <message>
        <source>Take again</source>
        <translation>重新记录</translation>
    </message>
    <message>
        <source>What the window shows now replaces the chosen scene&apos;s state</source>
        <translation>用窗口当前的状态替换所选场景的状态</translation>
    </message>
    <message>
        <source>Bring the chosen scene into the window (Enter)</source>
        <translation>在窗口中显示所选场景（Enter）</translation>
    </message>
    <message>
        <source>Remove the chosen scene (Del)</source>
        <translation>移除所选场景（Del）</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move the chosen scene up (Alt+Up)</source>
        <translation>将所选场景上移（Alt+↑）</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Move the chosen scene down (Alt+Down)</source>
        <translation>将所选场景下移（Alt+↓）</translation>
    </message>
    <message>
        <source>Begin the talk with the chosen scene</source>
        <translation>从所选场景开始演示</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Said in large type</source>
        <translation>以大字显示</translation>
    </message>
    <message>
        <source>Caption</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>One sentence below the title</source>
        <translation>标题下方的一句话</translation>
    </message>
    <message>
        <source>What comes next</source>
        <translation>接下来</translation>
    </message>
    <message>
        <source>Said at the bottom right; empty says the next title</source>
        <translation>显示在右下角；留空则显示下一个标题</translation>
    </message>
    <message>
        <source>A talk is a row of scenes: set the window up as you want it seen, then add it as a scene.</source>
        <translation>演示由一系列场景组成：把窗口调整成想展示的样子，再添加为场景。</translation>
    </message>
    <message>
        <source>Answers that are covered until H or a click uncovers them</source>
        <translation>遮住的答案，按 H 或单击后揭开</translation>
    </message>
    <message>
        <source>Cover this name until it is asked for</source>
        <translation>遮住此名称，直到揭开</translation>
    </message>
    <message>
        <source>Cover {name}</source>
        <translation>遮住 {name}</translation>
    </message>
    <message>
        <source>spelling</source>
        <translation>拼写</translation>
    </message>
    <message>
        <source>grammar</source>
        <translation>语法</translation>
    </message>
    <message>
        <source>meaning</source>
        <translation>语义</translation>
    </message>
    <message>
        <source>layer {j}</source>
        <translation>第 {j} 层</translation>
    </message>
    <message>
        <source>Drag the handle: the points go where their mix takes them</source>
        <translation>拖动手柄：各点随混合移动</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
    <message>
        <source>Weight of layer {j}, {percent} percent</source>
        <translation>第 {j} 层的权重，百分之 {percent}</translation>
    </message>
    <message>
        <source>Drag: weight of layer {j}</source>
        <translation>拖动：第 {j} 层的权重</translation>
    </message>
    <message>
        <source>one use of </source>
        <translation>1 处用法：</translation>
    </message>
    <message>
        <source>{n} uses of </source>
        <translation>{n} 处用法：</translation>
    </message>
    <message>
        <source>Presentation</source>
        <translation>演示</translation>
    </message>
    <message>
        <source>A sentence from the audience, then Enter</source>
        <translation>输入听众给出的句子，按 Enter</translation>
    </message>
    <message>
        <source>A sentence from the audience</source>
        <translation>听众给出的句子</translation>
    </message>
    <message>
        <source>Enter adds it, Esc closes the field</source>
        <translation>Enter 添加，Esc 关闭输入框</translation>
    </message>
    <message>
        <source>Next: {hint}</source>
        <translation>下一步：{hint}</translation>
    </message>
    <message>
        <source>Changes are not kept by themselves now: save the session</source>
        <translation>更改目前不会自动保留：请保存会话</translation>
    </message>
    <message>
        <source>A session without a file</source>
        <translation>没有文件的会话</translation>
    </message>
    <message>
        <source>Restore what was not saved?</source>
        <translation>恢复未保存的内容？</translation>
    </message>
    <message>
        <source>{name} was open when the program ended unexpectedly.</source>
        <translation>程序意外结束时，{name} 处于打开状态。</translation>
    </message>
    <message>
        <source>Its changes were kept ({when}) and can be restored.</source>
        <translation>其更改已保留（{when}），可以恢复。</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Discard them</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>以后</translation>
    </message>
    <message>
        <source>Open a recent session</source>
        <translation>打开最近的会话</translation>
    </message>
    <message>
        <source>Clear this list</source>
        <translation>清空此列表</translation>
    </message>
    <message>
        <source>No session was saved yet</source>
        <translation>尚未保存过会话</translation>
    </message>
    <message>
        <source>Export picture</source>
        <translation>导出图片</translation>
    </message>
    <message>
        <source>What the picture will look like</source>
        <translation>图片的样子</translation>
    </message>
    <message>
        <source>One line a token: what it is and its numbers</source>
        <translation>每个词例一行：它是什么，以及它的数值</translation>
    </message>
    <message>
        <source>The same with tabs</source>
        <translation>同上，用制表符分隔</translation>
    </message>
    <message>
        <source>NumPy: tokens × vectors × numbers; a TSV file beside it says which is which</source>
        <translation>NumPy：词例 × 向量 × 数值；旁边的 TSV 文件说明每一行是哪个词例</translation>
    </message>
    <message>
        <source>As bilm-tf writes it: whole sentences, layers × tokens × numbers</source>
        <translation>与 bilm-tf 的格式相同：整句，层 × 词例 × 数值</translation>
    </message>
    <message>
        <source>TensorFlow’s Embedding Projector: a pair of TSV files</source>
        <translation>TensorFlow 的 Embedding Projector：一对 TSV 文件</translation>
    </message>
    <message>
        <source>Selected ({n:,})</source>
        <translation>选中的 ({n:,})</translation>
    </message>
    <message>
        <source>Focus word ({n:,})</source>
        <translation>焦点词 ({n:,})</translation>
    </message>
    <message>
        <source>All ({n:,})</source>
        <translation>全部 ({n:,})</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Choose a file (Enter)</source>
        <translation>选择文件 (Enter)</translation>
    </message>
    <message>
        <source>Export nothing (Esc)</source>
        <translation>不导出 (Esc)</translation>
    </message>
    <message>
        <source>The mix</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>With the weights of now</source>
        <translation>用现在的权重</translation>
    </message>
    <message>
        <source>Coordinates</source>
        <translation>坐标</translation>
    </message>
    <message>
        <source>Where each token is in the picture</source>
        <translation>每个词例在图中的位置</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>SVG and PDF have real text and bring their fonts.</source>
        <translation>SVG 和 PDF 含真正的文字，并自带字体。</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>倍数</translation>
    </message>
    <message>
        <source>Pixels of a PNG for each one of its size</source>
        <translation>PNG 中每个尺寸单位的像素数</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>印刷</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>The picture can be opened again</source>
        <translation>图片可以重新打开</translation>
    </message>
    <message>
        <source>The file carries the session: its sentences, weights and view. Off, nobody can take more from it than is seen.</source>
        <translation>文件带有会话：句子、权重和视图。关闭后，从文件里只能得到看得见的内容。</translation>
    </message>
    <message>
        <source>A figure shows one of {views}, not {view!r}.</source>
        <translation>图只能是下列之一：{views}，不能是 {view!r}。</translation>
    </message>
    <message>
        <source>A figure’s colours are one of {colours}.</source>
        <translation>图的颜色只能是下列之一：{colours}。</translation>
    </message>
    <message>
        <source>A figure has {smallest} to {largest:,} pixels a side, not {width:,} × {height:,}.</source>
        <translation>图的每边为 {smallest} 到 {largest:,} 像素，不能是 {width:,} × {height:,}。</translation>
    </message>
    <message>
        <source>A figure’s scale is from 1 to {largest:g}, not {scale:g}.</source>
        <translation>图的倍数为 1 到 {largest:g}，不能是 {scale:g}。</translation>
    </message>
    <message>
        <source>A figure has at most {most:,} pixels: take a smaller size or scale.</source>
        <translation>图最多有 {most:,} 像素：请用较小的尺寸或倍数。</translation>
    </message>
    <message>
        <source>There are no tokens with vectors yet</source>
        <translation>还没有带向量的词例</translation>
    </message>
    <message>
        <source>{n:,} sentences have no vectors of this model: they are left out.</source>
        <translation>{n:,} 个句子没有这个模型的向量：不导出。</translation>
    </message>
    <message>
        <source>This tab shows no table now</source>
        <translation>这个标签页现在没有表格</translation>
    </message>
    <message>
        <source>Copied as {form}</source>
        <translation>已复制为 {form}</translation>
    </message>
    <message>
        <source>{n:,} rows, {m:,} columns</source>
        <translation>{n:,} 行，{m:,} 列</translation>
    </message>
    <message>
        <source>Export tokens as data</source>
        <translation>把词例导出为数据</translation>
    </message>
    <message>
        <source>There are no such tokens with vectors: nothing was written.</source>
        <translation>没有这样的带向量的词例：什么也没有写。</translation>
    </message>
    <message>
        <source>This format holds vectors: choose the mix or a layer.</source>
        <translation>这种格式存放向量：请选择混合或某一层。</translation>
    </message>
    <message>
        <source>Lesson “{title}”</source>
        <translation>课程“{title}”</translation>
    </message>
    <message>
        <source>{n} scenes are ready: F5 presents them, Scenes… changes them.</source>
        <translation>{n} 个场景已就绪：F5 演示，“场景…”可以修改。</translation>
    </message>
    <message>
        <source>The lesson could not be opened</source>
        <translation>无法打开课程</translation>
    </message>
</context>
</TS>
