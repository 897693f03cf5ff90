// Regions for `<picker mode="region">`: every province, with all districts the municipalities, 广州 and 深圳, with six
// those of the other capitals; codes of GB/T 2260. The whole list would be larger than all built-ins together.

/** A province a line: its two digits and name, then after each `|` a city with two digits, and after `:` its districts with two digits each. */
const REGIONS = `
  11北京市|01北京市:01东城区02西城区05朝阳区06丰台区07石景山区08海淀区09门头沟区11房山区12通州区13顺义区14昌平区15大兴区16怀柔区17平谷区18密云区19延庆区
  12天津市|01天津市:01和平区02河东区03河西区04南开区05河北区06红桥区10东丽区11西青区12津南区13北辰区14武清区15宝坻区16滨海新区17宁河区18静海区19蓟州区
  13河北省|01石家庄市:02长安区04桥西区05新华区07井陉矿区08裕华区09藁城区
  14山西省|01太原市:05小店区06迎泽区07杏花岭区08尖草坪区09万柏林区10晋源区
  15内蒙古自治区|01呼和浩特市:02新城区03回民区04玉泉区05赛罕区21土默特左旗22托克托县
  21辽宁省|01沈阳市:02和平区03沈河区04大东区05皇姑区06铁西区11苏家屯区
  22吉林省|01长春市:02南关区03宽城区04朝阳区05二道区12双阳区13九台区
  23黑龙江省|01哈尔滨市:02道里区03南岗区04道外区08平房区09松北区10香坊区
  31上海市|01上海市:01黄浦区04徐汇区05长宁区06静安区07普陀区09虹口区10杨浦区12闵行区13宝山区14嘉定区15浦东新区16金山区17松江区18青浦区20奉贤区51崇明区
  32江苏省|01南京市:02玄武区04秦淮区05建邺区06鼓楼区11浦口区12江北新区
  33浙江省|01杭州市:02上城区05拱墅区06西湖区08滨江区09萧山区10余杭区
  34安徽省|01合肥市:02瑶海区03庐阳区04蜀山区11包河区21长丰县22肥东县
  35福建省|01福州市:02鼓楼区03台江区04仓山区05马尾区11晋安区12长乐区
  36江西省|01南昌市:02东湖区03西湖区04青云谱区11青山湖区12新建区13红谷滩区
  37山东省|01济南市:02历下区03市中区04槐荫区05天桥区12历城区13长清区
  41河南省|01郑州市:02中原区03二七区04管城回族区05金水区06上街区08惠济区
  42湖北省|01武汉市:02江岸区03江汉区04硚口区05汉阳区06武昌区07青山区
  43湖南省|01长沙市:02芙蓉区03天心区04岳麓区05开福区11雨花区12望城区
  44广东省|01广州市:03荔湾区04越秀区05海珠区06天河区11白云区12黄埔区13番禺区14花都区15南沙区17从化区18增城区|03深圳市:03罗湖区04福田区05南山区06宝安区07龙岗区08盐田区09龙华区10坪山区11光明区
  45广西壮族自治区|01南宁市:02兴宁区03青秀区05江南区07西乡塘区08良庆区09邕宁区
  46海南省|01海口市:05秀英区06龙华区07琼山区08美兰区
  50重庆市|01重庆市:01万州区02涪陵区03渝中区04大渡口区05江北区06沙坪坝区07九龙坡区08南岸区09北碚区10綦江区11大足区12渝北区13巴南区14黔江区15长寿区16江津区17合川区18永川区19南川区20璧山区51铜梁区52潼南区53荣昌区54开州区55梁平区56武隆区|02县:29城口县30丰都县31垫江县33忠县35云阳县36奉节县37巫山县38巫溪县40石柱土家族自治县41秀山土家族苗族自治县42酉阳土家族苗族自治县43彭水苗族土家族自治县
  51四川省|01成都市:04锦江区05青羊区06金牛区07武侯区08成华区12龙泉驿区
  52贵州省|01贵阳市:02南明区03云岩区11花溪区12乌当区13白云区15观山湖区
  53云南省|01昆明市:02五华区03盘龙区11官渡区12西山区13东川区14呈贡区
  54西藏自治区|01拉萨市:02城关区03堆龙德庆区04达孜区21林周县22当雄县23尼木县
  61陕西省|01西安市:02新城区03碑林区04莲湖区11灞桥区12未央区13雁塔区
  62甘肃省|01兰州市:02城关区03七里河区04西固区05安宁区11红古区21永登县
  63青海省|01西宁市:02城东区03城中区04城西区05城北区06湟中区21大通回族土族自治县
  64宁夏回族自治区|01银川市:04兴庆区05西夏区06金凤区21永宁县22贺兰县81灵武市
  65新疆维吾尔自治区|01乌鲁木齐市:02天山区03沙依巴克区04新市区05水磨沟区06头屯河区07达坂城区
  71台湾省|01台北市:01中正区02大同区03中山区04松山区05大安区06万华区
  81香港特别行政区|01香港岛:01中西区02湾仔区03东区04南区|02九龙:01九龙城区02油尖旺区03深水埗区04黄大仙区05观塘区|03新界:01北区02大埔区03沙田区04西贡区05元朗区06屯门区
  82澳门特别行政区|01澳门半岛:02花地玛堂区03花王堂区04望德堂区05大堂区06风顺堂区|02离岛:02嘉模堂区03路氹填海区04圣方济各堂区
`;

interface Region {
  code: string;
  name: string;
  parts: Region[];
}

let parsed: Region[] | undefined;

function regions(): Region[] {
  parsed ??= REGIONS.trim().split('\n').map((line) => {
    const [province = '', ...cities] = line.trim().split('|');
    return region(province, cities.map((city) => {
      const [name = '', districts = ''] = city.split(':');
      return region(name, [...districts.matchAll(/\d\d\D+/g)].map(([district]) => region(district, [])));
    }));
  });
  return parsed;
}

function region(text: string, parts: Region[]): Region {
  return { code: text.slice(0, 2), name: text.slice(2), parts };
}

const names = (list: readonly Region[] | undefined) => (list ?? []).map(({ name }) => name);

export function provinces(): string[] {
  return names(regions());
}

/** The cities of a province, or with `city` the districts of that city; none for an index that is none. */
export function cityRows(province: number, city?: number): string[] {
  const cities = regions()[province]?.parts;
  return names(city === undefined ? cities : cities?.[city]?.parts);
}

/** The codes of the chosen rows, six digits each, as the event `change` tells them; none for a custom item (an index below 0). */
export function regionValue(chosen: readonly number[]): { code: string[]; postcode: string } {
  const code: string[] = [];
  let parts = regions();
  let digits = '';
  for (const index of chosen) {
    const found = parts[index];
    if (!found) break;
    digits += found.code;
    code.push(digits.padEnd(6, '0'));
    parts = found.parts;
  }
  return { code, postcode: '' };
}
