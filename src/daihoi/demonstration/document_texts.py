"""Texts of the demonstration (văn kiện trình diễn): invented words with the real totals, and with the faults that reviews complain of."""

from daihoi.rules.paragraphs import Piece, Style

H, S = Style.HEADING, Style.SUBHEADING

REVIEW = (
    Piece("I. Quán triệt, triển khai Chỉ thị", H),
    Piece(
        "Sau khi có Chỉ thị 35-CT/TW, ngày 30/5/2019 và Hướng dẫn 26-HD/BTCTW, ngày 18/10/2019, Tỉnh ủy mở hội nghị trực tuyến tới 16 đảng bộ "
        "trực thuộc; 16/16 đảng bộ (đạt 100 %) ban hành kế hoạch trong quý IV năm 2019."
    ),
    Piece(
        "Các cấp ủy đã lãnh đạo; đã chỉ đạo; đã quán triệt; đã hướng dẫn; đã kiểm tra; đã đôn đốc; đã tập huấn; đã phân công cấp ủy viên "
        "phụ trách; đã thành lập các tiểu ban."
    ),
    Piece("II. Kết quả", H),
    Piece("1. Tổ chức đại hội", S),
    Piece(
        "Tính đến ngày 25/6/2020, toàn tỉnh có 497/567 tổ chức cơ sở đảng tổ chức xong đại hội, đạt 87,56 %; các nơi còn lại có kế hoạch "
        "họp trước ngày 30/6/2020."
    ),
    Piece("2. Chuẩn bị văn kiện", S),
    Piece("Văn kiện được chuẩn bị công phu, nghiêm túc, đúng quy định, chất lượng ngày càng nâng lên, thể hiện trí tuệ của toàn Đảng bộ."),
    Piece("Việc thảo luận dự thảo văn kiện của cấp trên được quan tâm, nhiều ý kiến sâu sắc."),
    Piece("3. Chuẩn bị nhân sự", S),
    Piece("Nhân sự được giới thiệu qua năm bước, công khai, dân chủ. Phần lớn nơi bầu đúng đề án đã duyệt."),
    Piece(
        "Biểu 1 | Số nơi | Đã họp\nĐảng bộ cơ sở và chi bộ cơ sở | 567 | 497\nĐảng bộ trực thuộc | 16 | 0",
        Style.TABLE,
    ),
    Piece("III. Hạn chế", H),
    Piece("Công tác hướng dẫn cơ sở ở một số cấp ủy có lúc chưa kịp thời, cách điều hành phiên họp còn lúng túng."),
    Piece("Một vài báo cáo chính trị còn kể việc dàn trải, nhiều số mà ít nhận định."),
    Piece("Có nơi kết quả bầu khác với đề án nhân sự."),
    Piece("IV. Bài học kinh nghiệm", H),
    Piece("Nắm chắc quy định, hướng dẫn sớm và cụ thể thì cơ sở làm đúng ngay từ đầu."),
    Piece("Đưa công nghệ thông tin vào từng khâu, từ theo dõi tiến độ đến lấy ý kiến vào văn kiện."),
    Piece("V. Kiến nghị", H),
    Piece("Đề nghị mở lớp bồi dưỡng nghiệp vụ đại hội cho cơ sở trước mỗi kỳ đại hội ít nhất sáu tháng."),
    Piece("Đề nghị quy định rõ tỷ lệ phiếu khi xin ý kiến đối với người ứng cử, được đề cử tại đại hội."),
    Piece("Đề nghị xem lại chính sách đối với người thôi tái cử cho sát với thực tế địa phương."),
)

POLITICAL = (
    Piece("Phần thứ nhất: Kết quả thực hiện nghị quyết nhiệm kỳ 2015-2020", Style.PART),
    Piece("I. Kết quả theo lĩnh vực", H),
    Piece("Kinh tế của thành phố tăng bình quân 7,4 % một năm; thu ngân sách năm 2019 gấp 1,6 lần năm 2015."),
    Piece("Làng hoa giữ 38 héc-ta chuyên canh, có 214 hộ tham gia tổ hợp tác; riêng tổ hợp tác Tân Quy Đông bán qua mạng 41 % sản lượng."),
    Piece("Công tác xây dựng Đảng được coi trọng, nền nếp sinh hoạt chi bộ được giữ vững, việc học tập và làm theo Bác có chuyển biến."),
    Piece("II. Chỉ tiêu", H),
    Piece("Có 6/7 nhóm chỉ tiêu đạt và vượt, đạt 85,71 %."),
    Piece("III. Hạn chế, nguyên nhân", H),
    Piece("Hạ tầng ven sông xuống cấp nhanh hơn khả năng sửa chữa. Nguyên nhân: vốn bố trí dàn trải cho 11 công trình cùng lúc."),
    Piece("IV. Bài học kinh nghiệm", H),
    Piece("Việc gì dân bàn kỹ từ đầu thì làm nhanh và ít đơn thư."),
    Piece("Phần thứ hai: Phương hướng nhiệm kỳ 2020-2025", Style.PART),
    Piece("I. Mục tiêu, chỉ tiêu", H),
    Piece("Đến năm 2025 thu nhập bình quân đầu người đạt 95 triệu đồng; 100 % hộ dùng nước sạch."),
    Piece("II. Nhiệm vụ, giải pháp", H),
    Piece("Làm xong đường vành đai ven sông trong năm 2023; Ủy ban nhân dân thành phố chủ trì, mỗi quý báo cáo Ban Thường vụ một lần."),
)

SELF_REVIEW = (
    Piece("I. Đặc điểm tình hình", H),
    Piece("Nhiệm kỳ bắt đầu khi thành phố vừa được công nhận đô thị loại II, nhân sự chủ chốt thay đổi hai lần."),
    Piece("II. Lãnh đạo nhiệm vụ chính trị", H),
    Piece("Kinh tế của thành phố tăng bình quân 7,4 % một năm; thu ngân sách năm 2019 gấp 1,6 lần năm 2015."),
    Piece("Làng hoa giữ 38 héc-ta chuyên canh, có 214 hộ tham gia tổ hợp tác; riêng tổ hợp tác Tân Quy Đông bán qua mạng 41 % sản lượng."),
    Piece("III. Lãnh đạo xây dựng Đảng", H),
    Piece("Công tác xây dựng Đảng được coi trọng, nền nếp sinh hoạt chi bộ được giữ vững, việc học tập và làm theo Bác có chuyển biến."),
    Piece("IV. Hạn chế, khuyết điểm", H),
    Piece("Có lúc Ban Thường vụ họp gấp, tài liệu gửi muộn nên thảo luận chưa kỹ."),
)

# What bodies say: paragraph of the review (counted from 1), kind, proposal, ways of saying it.
OPINIONS = (
    (
        3,
        "amend",
        "",
        (
            "Đoạn này chỉ kể việc. Nêu kết quả của từng việc.",
            "Đoạn này mới kể việc, cần nêu kết quả của từng việc.",
            "Chỉ liệt kê, chưa thấy kết quả.",
        ),
    ),
    (
        6,
        "amend",
        "Tính đến ngày 25/6/2020, toàn tỉnh có 497/567 tổ chức cơ sở đảng tổ chức xong đại hội, đạt 87,65 %; các nơi còn lại có kế hoạch họp trước ngày 30/6/2020.",
        ("Tỷ lệ sai, 497/567 là 87,65 %.", "Sửa tỷ lệ thành 87,65 %."),
    ),
    (
        8,
        "add",
        "Ví dụ: Đảng bộ huyện Tháp Mười gửi dự thảo xuống 100 % chi bộ và nhận lại 412 ý kiến.",
        (
            "Bổ sung dẫn chứng về một nơi làm tốt.",
            "Thêm ví dụ cụ thể về nơi chuẩn bị văn kiện tốt.",
            "Nêu một đảng bộ làm tốt làm dẫn chứng.",
        ),
    ),
    (9, "ask", "", ("Bao nhiêu ý kiến vào dự thảo cấp trên, đã tổng hợp chưa?", "Đã có bao nhiêu ý kiến góp vào dự thảo của cấp trên?")),
    (11, "amend", "", ("Nói rõ bao nhiêu nơi bầu đúng đề án.", "“Phần lớn” là bao nhiêu nơi? Ghi số cụ thể.")),
    (14, "add", "", ("Nêu nguyên nhân của hạn chế này.", "Cần nêu rõ nguyên nhân hạn chế.", "Bổ sung nguyên nhân và trách nhiệm.")),
    (16, "add", "", ("Nêu số nơi bầu khác đề án.", "Ghi rõ có mấy nơi bầu khác đề án nhân sự.")),
    (19, "agree", "", ("Đồng ý với bài học này.", "Nhất trí.")),
    (21, "agree", "", ("Đồng ý, cơ sở rất cần tập huấn.", "Nhất trí với kiến nghị mở lớp sớm.")),
    (22, "add", "", ("Đề nghị ghi rõ mức 30 % người dự để đưa vào danh sách.", "Ghi cụ thể tỷ lệ phiếu, ví dụ trên 30 %.")),
    (23, "delete", "", ("Bỏ ý này, đã có nghị định mới.",)),
    (0, "add", "", ("Thêm phụ lục biểu số liệu theo từng huyện.", "Bổ sung phụ lục số liệu của 16 đảng bộ.")),
)
ANSWERS = (
    ("taken", ""),
    ("taken", ""),
    ("partly", "Đưa ví dụ của một nơi; các nơi khác để trong phụ lục."),
    ("not", "Số này nằm trong báo cáo tổng hợp ý kiến riêng, không nhắc lại ở đây."),
)
