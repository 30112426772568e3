import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Ward',
            fields=[
                ('name_vi', models.CharField(max_length=300, verbose_name='tên tiếng Việt')),
                ('name_en', models.CharField(blank=True, max_length=300, verbose_name='tên tiếng Anh')),
                ('latitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, validators=[django.core.validators.MinValueValidator(6, 'Vĩ độ ở Việt Nam nằm trong khoảng 6 đến 24 độ Bắc.'), django.core.validators.MaxValueValidator(24, 'Vĩ độ ở Việt Nam nằm trong khoảng 6 đến 24 độ Bắc.')], verbose_name='vĩ độ')),
                ('longitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, validators=[django.core.validators.MinValueValidator(102, 'Kinh độ ở Việt Nam nằm trong khoảng 102 đến 118 độ Đông.'), django.core.validators.MaxValueValidator(118, 'Kinh độ ở Việt Nam nằm trong khoảng 102 đến 118 độ Đông.')], verbose_name='kinh độ')),
                ('aliases', models.TextField(blank=True, help_text='Mỗi dòng một tên; dùng khi tìm kiếm và khi nhập từ bảng tính.', verbose_name='tên gọi khác')),
                ('code', models.CharField(max_length=5, primary_key=True, serialize=False, verbose_name='mã đơn vị hành chính')),
            ],
            options={
                'verbose_name': 'phường, xã, đặc khu',
                'verbose_name_plural': 'phường, xã, đặc khu',
                'ordering': ['name_vi'],
            },
        ),
        migrations.CreateModel(
            name='IndustrialPark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_vi', models.CharField(max_length=300, verbose_name='tên tiếng Việt')),
                ('name_en', models.CharField(blank=True, max_length=300, verbose_name='tên tiếng Anh')),
                ('latitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, validators=[django.core.validators.MinValueValidator(6, 'Vĩ độ ở Việt Nam nằm trong khoảng 6 đến 24 độ Bắc.'), django.core.validators.MaxValueValidator(24, 'Vĩ độ ở Việt Nam nằm trong khoảng 6 đến 24 độ Bắc.')], verbose_name='vĩ độ')),
                ('longitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, validators=[django.core.validators.MinValueValidator(102, 'Kinh độ ở Việt Nam nằm trong khoảng 102 đến 118 độ Đông.'), django.core.validators.MaxValueValidator(118, 'Kinh độ ở Việt Nam nằm trong khoảng 102 đến 118 độ Đông.')], verbose_name='kinh độ')),
                ('aliases', models.TextField(blank=True, help_text='Mỗi dòng một tên; dùng khi tìm kiếm và khi nhập từ bảng tính.', verbose_name='tên gọi khác')),
                ('slug', models.SlugField(unique=True, verbose_name='mã')),
                ('kind', models.CharField(choices=[('industrial_park', 'Khu công nghiệp'), ('export_processing_zone', 'Khu chế xuất'), ('high_tech_park', 'Khu công nghệ cao'), ('cluster', 'Cụm công nghiệp')], max_length=30, verbose_name='loại')),
                ('ward', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parks', to='catalogue.ward', verbose_name='phường, xã, đặc khu')),
            ],
            options={
                'verbose_name': 'khu, cụm công nghiệp',
                'verbose_name_plural': 'khu, cụm công nghiệp',
                'ordering': ['name_vi'],
            },
        ),
        migrations.CreateModel(
            name='Industry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_vi', models.CharField(max_length=300, verbose_name='tên tiếng Việt')),
                ('name_en', models.CharField(blank=True, max_length=300, verbose_name='tên tiếng Anh')),
                ('slug', models.SlugField(unique=True, verbose_name='mã')),
                ('aliases', models.TextField(blank=True, help_text='Mỗi dòng một tên; dùng khi tìm kiếm và khi nhập từ bảng tính.', verbose_name='tên gọi khác')),
                ('kind', models.CharField(choices=[('essential', 'Ngành công nghiệp trọng yếu'), ('traditional', 'Ngành công nghiệp truyền thống')], max_length=20, verbose_name='nhóm ngành')),
                ('position', models.PositiveSmallIntegerField(unique=True, verbose_name='thứ tự')),
            ],
            options={
                'verbose_name': 'ngành công nghiệp',
                'verbose_name_plural': 'ngành công nghiệp',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='Language',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_vi', models.CharField(max_length=300, verbose_name='tên tiếng Việt')),
                ('name_en', models.CharField(blank=True, max_length=300, verbose_name='tên tiếng Anh')),
                ('slug', models.SlugField(unique=True, verbose_name='mã')),
                ('aliases', models.TextField(blank=True, help_text='Mỗi dòng một tên; dùng khi tìm kiếm và khi nhập từ bảng tính.', verbose_name='tên gọi khác')),
            ],
            options={
                'verbose_name': 'ngôn ngữ giao dịch',
                'verbose_name_plural': 'ngôn ngữ giao dịch',
                'ordering': ['name_vi'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MachineKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_vi', models.CharField(max_length=300, verbose_name='tên tiếng Việt')),
                ('name_en', models.CharField(blank=True, max_length=300, verbose_name='tên tiếng Anh')),
                ('slug', models.SlugField(unique=True, verbose_name='mã')),
                ('aliases', models.TextField(blank=True, help_text='Mỗi dòng một tên; dùng khi tìm kiếm và khi nhập từ bảng tính.', verbose_name='tên gọi khác')),
                ('capacity_vi', models.CharField(blank=True, max_length=100, verbose_name='thông số chính')),
                ('capacity_en', models.CharField(blank=True, max_length=100, verbose_name='thông số chính (tiếng Anh)')),
                ('unit', models.CharField(blank=True, choices=[('um', 'µm'), ('mm', 'mm'), ('cm', 'cm'), ('m', 'm'), ('inch', 'inch'), ('m2', 'm²'), ('litre', 'lít'), ('m3', 'm³'), ('kg', 'kg'), ('tonne', 'tấn'), ('kn', 'kN'), ('tonne_force', 'tấn lực'), ('kw', 'kW'), ('piece', 'cái'), ('set', 'bộ'), ('pair', 'đôi'), ('celsius', '°C')], max_length=20, verbose_name='đơn vị của thông số')),
                ('steps', models.CharField(blank=True, help_text='Các số tăng dần, cách nhau bằng dấu cách, tính theo đơn vị trên: 63 100 250.', max_length=200, verbose_name='các mức tối thiểu để lọc')),
            ],
            options={
                'verbose_name': 'loại máy, thiết bị',
                'verbose_name_plural': 'loại máy, thiết bị',
                'ordering': ['name_vi'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Market',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_vi', models.CharField(max_length=300, verbose_name='tên tiếng Việt')),
                ('name_en', models.CharField(blank=True, max_length=300, verbose_name='tên tiếng Anh')),
                ('slug', models.SlugField(unique=True, verbose_name='mã')),
                ('aliases', models.TextField(blank=True, help_text='Mỗi dòng một tên; dùng khi tìm kiếm và khi nhập từ bảng tính.', verbose_name='tên gọi khác')),
            ],
            options={
                'verbose_name': 'thị trường',
                'verbose_name_plural': 'thị trường',
                'ordering': ['name_vi'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Material',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_vi', models.CharField(max_length=300, verbose_name='tên tiếng Việt')),
                ('name_en', models.CharField(blank=True, max_length=300, verbose_name='tên tiếng Anh')),
                ('slug', models.SlugField(unique=True, verbose_name='mã')),
                ('aliases', models.TextField(blank=True, help_text='Mỗi dòng một tên; dùng khi tìm kiếm và khi nhập từ bảng tính.', verbose_name='tên gọi khác')),
            ],
            options={
                'verbose_name': 'vật liệu',
                'verbose_name_plural': 'vật liệu',
                'ordering': ['name_vi'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProcessFamily',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_vi', models.CharField(max_length=300, verbose_name='tên tiếng Việt')),
                ('name_en', models.CharField(blank=True, max_length=300, verbose_name='tên tiếng Anh')),
                ('slug', models.SlugField(unique=True, verbose_name='mã')),
                ('aliases', models.TextField(blank=True, help_text='Mỗi dòng một tên; dùng khi tìm kiếm và khi nhập từ bảng tính.', verbose_name='tên gọi khác')),
                ('position', models.PositiveSmallIntegerField(unique=True, verbose_name='thứ tự')),
            ],
            options={
                'verbose_name': 'nhóm công nghệ',
                'verbose_name_plural': 'nhóm công nghệ',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='Process',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_vi', models.CharField(max_length=300, verbose_name='tên tiếng Việt')),
                ('name_en', models.CharField(blank=True, max_length=300, verbose_name='tên tiếng Anh')),
                ('slug', models.SlugField(unique=True, verbose_name='mã')),
                ('aliases', models.TextField(blank=True, help_text='Mỗi dòng một tên; dùng khi tìm kiếm và khi nhập từ bảng tính.', verbose_name='tên gọi khác')),
                ('family', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='processes', to='catalogue.processfamily', verbose_name='nhóm công nghệ')),
            ],
            options={
                'verbose_name': 'công nghệ gia công',
                'verbose_name_plural': 'công nghệ gia công',
                'ordering': ['name_vi'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Sector',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_vi', models.CharField(max_length=300, verbose_name='tên tiếng Việt')),
                ('name_en', models.CharField(blank=True, max_length=300, verbose_name='tên tiếng Anh')),
                ('slug', models.SlugField(unique=True, verbose_name='mã')),
                ('aliases', models.TextField(blank=True, help_text='Mỗi dòng một tên; dùng khi tìm kiếm và khi nhập từ bảng tính.', verbose_name='tên gọi khác')),
                ('position', models.PositiveSmallIntegerField(unique=True, verbose_name='thứ tự')),
            ],
            options={
                'verbose_name': 'lĩnh vực ưu tiên (Nghị định 111/2015)',
                'verbose_name_plural': 'lĩnh vực ưu tiên (Nghị định 111/2015)',
                'ordering': ['position'],
            },
        ),
        migrations.CreateModel(
            name='Standard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_vi', models.CharField(max_length=300, verbose_name='tên tiếng Việt')),
                ('name_en', models.CharField(blank=True, max_length=300, verbose_name='tên tiếng Anh')),
                ('slug', models.SlugField(unique=True, verbose_name='mã')),
                ('aliases', models.TextField(blank=True, help_text='Mỗi dòng một tên; dùng khi tìm kiếm và khi nhập từ bảng tính.', verbose_name='tên gọi khác')),
            ],
            options={
                'verbose_name': 'tiêu chuẩn',
                'verbose_name_plural': 'tiêu chuẩn',
                'ordering': ['name_vi'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SynonymGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(help_text='Mỗi dòng một từ hoặc cụm từ, tiếng Việt hay tiếng Anh: bánh răng, gear, cog.', verbose_name='các từ đồng nghĩa')),
            ],
            options={
                'verbose_name': 'nhóm từ đồng nghĩa',
                'verbose_name_plural': 'nhóm từ đồng nghĩa',
                'ordering': ['words'],
            },
        ),
        migrations.CreateModel(
            name='VsicClass',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_vi', models.CharField(max_length=300, verbose_name='tên tiếng Việt')),
                ('name_en', models.CharField(blank=True, max_length=300, verbose_name='tên tiếng Anh')),
                ('version', models.CharField(max_length=4, verbose_name='phiên bản')),
                ('code', models.CharField(max_length=4, validators=[django.core.validators.RegexValidator('^\\d{4}$', 'Mã ngành gồm 4 chữ số.')], verbose_name='mã ngành')),
            ],
            options={
                'verbose_name': 'ngành kinh tế (VSIC)',
                'verbose_name_plural': 'ngành kinh tế (VSIC)',
                'ordering': ['version', 'code'],
                'constraints': [models.UniqueConstraint(fields=('version', 'code'), name='vsic_class_once_a_version', violation_error_message='Mã ngành này đã có trong phiên bản này.')],
            },
        ),
    ]
