//! Which reading is the usual one where a character has several.
//!
//! The pinyin data lists a character's readings in alphabetical order: 市 would be `fu`, 广 `an`.
//! For writing a text out in pinyin one reading is needed, so this table names the usual one
//! wherever it is not the first, and the words in which another is right. Matching does not need
//! it: it accepts every reading.

/// Character and usual reading, separated by blanks. Only characters of the national character set
/// GB 2312 whose first reading in the data is not the usual one.
pub(super) const USUAL: &str = "
拆chai 掺chan 厂chang 称cheng 橙cheng 尺chi 绰chuo 单dan 底di 地di 翟zhai 调tiao 都du
敦dun 广guang 夯hang 呵he 合he 貉he 红hong 豁huo 夹jia 贾jia 槛kan 剿jiao 桔ju 藉jie
芥jie 颈jing 句ju 觉jue 咖ka 楷kai 扛kang 坷ke 咳ke 吭keng 傀kui 溃kui 括kuo 蓝lan 肋lei
碌lu 露lu 陆lu 纶lun 落luo 络luo 绿lv 么me 糜mi 谜mi 秘mi 泌mi 摩mo 抹mo 末mo 南nan
鸟niao 弄nong 派pai 胖pang 刨pao 炮pao 屏ping 魄po 迫po 剖pou 埔pu 朴pu 曝pu 瀑pu 期qi
其qi 奇qi 齐qi 岂qi 乾qian 浅qian 嵌qian 强qiang 茄qie 且qie 区qu 趣qu 圈quan 炔que
雀que 若ruo 刹sha 杉shan 裳shang 梢shao 沈shen 盛sheng 石shi 拾shi 适shi 市shi 熟shu
衰shuai 说shuo 思si 伺si 似si 缩suo 塔ta 汤tang 倘tang 提ti 驮tuo 拓tuo 万wan 涡wo 无wu
系xi 戏xi 虾xia 厦xia 吓xia 纤xian 巷xiang 削xue 嚣xiao 校xiao 挟xie 行xing 戌xu 嘘xu
许xu 畜xu 血xue 寻xun 叶ye 遗yi 已yi 屹yi 殷yin 涌yong 俞yu 吁yu 育yu 约yue 咱zan 攒zan
曾zeng 扎zha 轧zha 栅zha 粘zhan 辗zhan 召zhao 折zhe 殖zhi 峙zhi 种zhong 重zhong 粥zhou
著zhu 爪zhua 拽zhuai 转zhuan 椎zhui 着zhe 兹zi 仔zi 综zong 卒zu 柞zuo 剥bo 薄bo 臂bi
卜bu 伯bo 幢zhuang 胳ge 哦o 隗wei 坻di 芎xiong 芫yuan 莘xin 蕃fan 拚pin 掴guo 呗bei
呱gua 啜chuo 嗄sha 圜yuan 彷pang 湫qiu 宓mi 孱chan 缪miu 珩heng 珲hun 柁tuo 戛jia
炅jiong 晟sheng 犍qian 腌yan 膻shan 於yu 焯zhuo 熨yun 焘tao 砉xu 硌luo 碡zhou 町ting
钭tou 铛dang 铤ting 镡tan 镦dun 鹄hu 矜jin 颌he 筠yun 糁shen 龈yin 黾min 瞿qu 靓liang
霰xian 隽jun 匮kui 俟si 郇xun 芾fu 荑yi 葚shen
";

/// Words with a reading for each character. The longest word at a place wins, from left to right;
/// 委员会, 会计划, 项目 and 部分 stand here to keep 会计, 目的 and 分行 from being seen inside them.
pub(super) const WORDS: &[(&str, &str)] = &[
    ("委员会", "wei yuan hui"),
    ("会计划", "hui ji hua"),
    ("项目", "xiang mu"),
    ("部分", "bu fen"),
    ("重庆", "chong qing"),
    ("大厦", "da sha"),
    ("西藏", "xi zang"),
    ("藏族", "zang zu"),
    ("六安", "lu an"),
    ("蚌埠", "beng bu"),
    ("番禺", "pan yu"),
    ("乐清", "yue qing"),
    ("柞水", "zha shui"),
    ("中牟", "zhong mu"),
    ("泌阳", "bi yang"),
    ("涡阳", "guo yang"),
    ("铅山", "yan shan"),
    ("什邡", "shi fang"),
    ("浚县", "xun xian"),
    ("蔚县", "yu xian"),
    ("单县", "shan xian"),
    ("莘县", "shen xian"),
    ("尉犁", "yu li"),
    ("洪洞", "hong tong"),
    ("黄陂", "huang pi"),
    ("东阿", "dong e"),
    ("荥经", "ying jing"),
    ("大城县", "dai cheng xian"),
    ("繁峙", "fan shi"),
    ("喀什", "ka shi"),
    ("增长", "zeng zhang"),
    ("局长", "ju zhang"),
    ("校长", "xiao zhang"),
    ("组长", "zu zhang"),
    ("队长", "dui zhang"),
    ("董事长", "dong shi zhang"),
    ("会计", "kuai ji"),
    ("会稽", "kuai ji"),
    ("银行", "yin hang"),
    ("行业", "hang ye"),
    ("分行", "fen hang"),
    ("支行", "zhi hang"),
    ("调度", "diao du"),
    ("调查", "diao cha"),
    ("调研", "diao yan"),
    ("调拨", "diao bo"),
    ("重新", "chong xin"),
    ("重复", "chong fu"),
    ("重建", "chong jian"),
    ("模板", "mu ban"),
    ("曝光", "bao guang"),
    ("钥匙", "yao shi"),
    ("校准", "jiao zhun"),
    ("校验", "jiao yan"),
    ("给水", "ji shui"),
    ("给排水", "ji pai shui"),
    ("供给", "gong ji"),
    ("归还", "gui huan"),
    ("偿还", "chang huan"),
    ("弹性", "tan xing"),
    ("率先", "shuai xian"),
    ("差旅", "chai lv"),
    ("出差", "chu chai"),
    ("目的", "mu di"),
    ("对称", "dui chen"),
];
